package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import io.alluvium.benchmarks.tables.ProjectFolder;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.local.LocalRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How long an event takes until the row of gold that it changes can be read in Redis: 20,000 a
 * second, by a job that makes gold and pushes it, and by two jobs, of which one pushes what the
 * other has committed to the lake.
 */
public final class RedisLatencyLeg implements Leg {
  private static final String NAME = "redis-latency";
  private static final int PER_SECOND = 20_000;
  private static final String FUSED = "fused";
  private static final String LAKE = "lake";

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int seconds = bench.quick() ? 20 : 45;
    int rounds = bench.quick() ? 1 : 3;
    bench.say(
        "%s: %d events a second for %d s on 5,000 rows of gold, of which the first %d s do not"
            + " count; checkpoint 1 s, parallelism 2",
        NAME, PER_SECOND, seconds, ServedRun.START_SECONDS);
    Path project = ProjectFolder.copy("serving", bench.folder().resolve("serving-project"));
    try (LocalRedis redis = LocalRedis.start(bench.folder().resolve("redis"), 0)) {
      Side fused = bench.sides().own(FUSED, "PushModels", "gold and its push in one job");
      Side lake = bench.sides().own(LAKE, "PushModels", "a job for gold, and one that pushes");
      Repetition.Results results =
          new Repetition(bench, rounds)
              .run(
                  List.of(
                      new ServedRun(
                          bench,
                          fused,
                          redis,
                          Map.of(
                              "project", project.toString(),
                              "jobs", "gold",
                              "var.pushing", "gold"),
                          PER_SECOND,
                          seconds),
                      new ServedRun(
                          bench,
                          lake,
                          redis,
                          Map.of(
                              "project", project.toString(),
                              "jobs", "gold,serving",
                              "var.pushing", "serving"),
                          PER_SECOND,
                          seconds)));
      List<Line> lines = new ArrayList<>();
      for (String side : List.of(FUSED, LAKE)) {
        boolean first = side.equals(FUSED);
        lines.add(
            new Line(
                NAME,
                side + ", p50",
                results.of(side, ServedRun.P50),
                "s",
                null,
                first ? "reach for 0.005" : ""));
        lines.add(
            new Line(
                NAME,
                side + ", p99",
                results.of(side, ServedRun.P99),
                "s",
                first ? Must.atMost(0.25) : null,
                first ? "reach for 0.015" : ""));
      }
      return lines;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }
}
