package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.tables.ProjectFolder;
import io.alluvium.benchmarks.worker.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The models of {@link FusedLeg} as they run every day: all jobs at once, on events as they come,
 * so that those of gold follow every commit of silver.
 */
public final class LiveLeg implements Leg {
  private static final String NAME = "fused-live";
  private static final int PER_SECOND = 20_000;
  private static final String FUSED = "fused";
  private static final String SEPARATE = "separate";

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int seconds = bench.quick() ? 10 : 40;
    bench.say(
        "%s: %d events a second for %d and %d s into silver and %d tables of gold, checkpoint 1 s,"
            + " parallelism 2",
        NAME, PER_SECOND, seconds, 3 * seconds, FusedLeg.GOLD.size());
    Path project = ProjectFolder.copy("fused", bench.folder().resolve(NAME + "-project"));
    Side fused = bench.sides().own(FUSED, "PushModels", "one job");
    Side separate = bench.sides().own(SEPARATE, "PushModels", "a job for each model");
    Repetition.Results results =
        new Repetition(bench, bench.quick() ? 1 : 3)
            .run(
                List.of(
                    new LiveRun(
                        bench, fused, project, "yes", FusedLeg.ONE_JOB, PER_SECOND, seconds),
                    new LiveRun(
                        bench, separate, project, "no", FusedLeg.JOBS, PER_SECOND, seconds)));
    return List.of(
        cost(results, FUSED),
        cost(results, SEPARATE),
        new Line(
            NAME, "fused / separate", results.ratio(LiveRun.COST, FUSED, SEPARATE), "", null, ""));
  }

  private static Line cost(Repetition.Results results, String side) {
    return new Line(NAME, side, results.of(side, LiveRun.COST), "CPU s per million rows", null, "");
  }
}
