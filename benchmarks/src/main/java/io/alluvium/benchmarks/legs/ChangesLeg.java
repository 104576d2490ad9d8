package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.events.ChangeWorkload;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Following the changes of a table as they are committed, both images of each, at the beginning of
 * its log and ten thousand versions and twenty thousand files later.
 */
public final class ChangesLeg implements Leg {
  private static final String NAME = "changes";
  private static final String COST = "CPU s per million changes";
  private static final String START = "CPU s to start";
  private static final String YOUNG = "from version 10";
  private static final String OLD = "from version 10,000";
  private static final int KEYS = 1_000_000;
  private static final int BATCH_SIZE = 50_000;

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int batches = bench.quick() ? 10 : 20;
    int rounds = bench.quick() ? 2 : 5;
    ChangeWorkload workload = new ChangeWorkload(KEYS, batches, BATCH_SIZE);
    bench.say(
        "%s: %d commits of %d random keys of %d, each committed when the one before it was read;"
            + " 8 columns",
        NAME, batches, BATCH_SIZE, KEYS);
    Path real = prepare(bench, workload);
    Side own =
        bench
            .sides()
            .own("alluvium", "FollowChanges", "changes from deletion vectors, polled each 200 ms");
    Repetition.Results results =
        new Repetition(bench, rounds)
            .run(
                List.of(
                    new Follower(bench, own.renamed(YOUNG), history(bench, real, 10), 10, workload),
                    new Follower(
                        bench, own.renamed(OLD), history(bench, real, 10_000), 10_000, workload)));
    return List.of(
        line(results, YOUNG),
        line(results, OLD),
        new Line(
            NAME,
            "version 10,000 / version 10",
            results.ratio(COST, OLD, YOUNG),
            "",
            Must.atMost(1.5),
            ""));
  }

  private static Line line(Repetition.Results results, String side) {
    return new Line(
        NAME,
        side,
        results.of(side, COST),
        COST,
        null,
        String.format(
            java.util.Locale.ROOT,
            "the start and the first commit took %.2f CPU s",
            results.of(side, START).median()));
  }

  private static Path prepare(Bench bench, ChangeWorkload workload) throws IOException {
    bench.say("Preparing a table of %d keys and its changes", workload.keys());
    Path folder = bench.folder().resolve("real");
    Side own = bench.sides().own("alluvium", "FlinkUpsert", "");
    try (WorkerProcess reader = UpsertRun.reader(bench);
        WorkerProcess writer = WorkerProcess.start(own, bench.folder().resolve("preparation"))) {
      new UpsertRun(
              bench,
              own,
              Map.of("format", "DELTA", "option.write.mode", "merge-on-read"),
              workload,
              workload,
              reader)
          .write(writer, workload, folder);
    }
    return folder.resolve(UpsertRun.TABLE);
  }

  private static ChangeHistory history(Bench bench, Path real, int firstChange) throws IOException {
    return ChangeHistory.of(real, firstChange, bench.folder().resolve("from-" + firstChange));
  }

  private record Follower(
      Bench bench, Side side, ChangeHistory history, int firstChange, ChangeWorkload workload)
      implements Measured {
    @Override
    public void warmUp(WorkerProcess worker) throws IOException {
      measure(worker);
    }

    @Override
    public Map<String, Double> measure(WorkerProcess worker) throws IOException {
      Path folder = Files.createTempDirectory(bench.folder(), "changes");
      ChangeHistory run = history.copy(folder.resolve("run"));
      Map<String, Double> figures =
          worker
              .run(
                  Map.of(
                      "table", run.table().toString(),
                      "staged", run.staged().toString(),
                      "version", Integer.toString(firstChange),
                      "keys", Integer.toString(workload.keys()),
                      "batches", Integer.toString(workload.batches()),
                      "batchSize", Integer.toString(workload.batchSize()),
                      "folder", folder.toString()))
              .figures();
      double loaded = workload.keys() * (workload.keys() - 1.0) / 2;
      if (loaded + figures.get("growth") != workload.expectedSum()) {
        throw new BenchmarkException(
            "The changes add up to "
                + figures.get("growth").longValue()
                + ", not "
                + (workload.expectedSum() - (long) loaded));
      }
      SlopeComparison.delete(folder);
      return Map.of(
          COST,
          figures.get("cpuSeconds") / (workload.changes() / 1e6),
          START,
          figures.get("startSeconds"));
    }
  }
}
