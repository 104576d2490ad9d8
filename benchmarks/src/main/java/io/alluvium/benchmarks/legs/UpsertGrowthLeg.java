package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.events.ChangeWorkload;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.benchmarks.worker.WorkerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a change costs the same in a table of ten million keys as in one of a million: our sink,
 * merging on read. The load does not count.
 */
public final class UpsertGrowthLeg implements Leg {
  private static final String NAME = "upsert-growth";
  private static final String SMALL = "alluvium, 1 M keys";
  private static final String LARGE = "alluvium, 10 M keys";
  private static final int SMALL_KEYS = 1_000_000;
  private static final int LARGE_KEYS = 10_000_000;
  private static final int BATCH_SIZE = 50_000;

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int batches = bench.quick() ? 10 : 20;
    int rounds = bench.quick() ? 1 : 3;
    bench.say(
        "%s: %d commits of %d random keys, 8 columns, two writing tasks",
        NAME, batches, BATCH_SIZE);
    // Both get warm on the small table: a load of ten million rows takes long.
    ChangeWorkload warmUp = new ChangeWorkload(SMALL_KEYS, 6, BATCH_SIZE);
    try (WorkerProcess reader = UpsertRun.reader(bench)) {
      List<UpsertRun> sides = new ArrayList<>();
      for (String name : List.of(SMALL, LARGE)) {
        Side side =
            bench
                .sides()
                .own(
                    name,
                    "FlinkUpsert",
                    "merge-on-read, RocksDB with 256 MB of managed memory a task, heap 1 GB");
        int keys = name.equals(SMALL) ? SMALL_KEYS : LARGE_KEYS;
        sides.add(
            new UpsertRun(
                bench,
                side,
                Map.of("format", "DELTA", "option.write.mode", "merge-on-read"),
                warmUp,
                new ChangeWorkload(keys, batches, BATCH_SIZE),
                reader));
      }
      Repetition.Results results = new Repetition(bench, rounds).run(sides);
      String cost = UpsertRun.COST;
      return List.of(
          new Line(NAME, SMALL, results.of(SMALL, cost), cost, null, ""),
          new Line(NAME, LARGE, results.of(LARGE, cost), cost, null, ""),
          new Line(
              NAME,
              "10 M keys / 1 M keys",
              results.ratio(cost, LARGE, SMALL),
              "",
              Must.atMost(1.5),
              ""));
    }
  }
}
