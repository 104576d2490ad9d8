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
 * Upserting batches of 50,000 random keys, each a commit, into a table of a million keys: our sink
 * merging on read, which the musts are about, and copying on write; those of Paimon and Iceberg,
 * and Spark's MERGE. The load does not count.
 */
public final class UpsertLeg implements Leg {
  private static final String NAME = "upsert";
  private static final int KEYS = 1_000_000;
  private static final int BATCH_SIZE = 50_000;

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int batches = bench.quick() ? 6 : 20;
    int rounds = bench.quick() ? 1 : 3;
    bench.say(
        "%s: %d commits of %d random keys into %d, 8 columns, parallelism 2",
        NAME, batches, BATCH_SIZE, KEYS);
    try (WorkerProcess reader = UpsertRun.reader(bench)) {
      Repetition.Results results = new Repetition(bench, rounds).run(sides(bench, batches, reader));
      return lines(results);
    }
  }

  private static List<UpsertRun> sides(Bench bench, int batches, WorkerProcess reader) {
    List<UpsertRun> sides = new ArrayList<>();
    ChangeWorkload workload = new ChangeWorkload(KEYS, batches, BATCH_SIZE);
    sides.add(
        side(
            bench,
            bench.sides().own("alluvium", "FlinkUpsert", "merge-on-read, RocksDB"),
            Map.of("format", "DELTA", "option.write.mode", "merge-on-read"),
            workload,
            reader));
    sides.add(
        side(
            bench,
            bench.sides().own("alluvium, copied", "FlinkUpsert", "copy-on-write, RocksDB"),
            Map.of("format", "DELTA", "option.write.mode", "copy-on-write"),
            workload,
            reader));
    sides.add(
        side(
            bench,
            bench
                .sides()
                .inFlink(
                    "paimon",
                    "FlinkUpsert",
                    "2 buckets, deletion vectors, compaction in line, Parquet, zstd 1"),
            Map.of("format", "PAIMON"),
            workload,
            reader));
    sides.add(
        side(
            bench,
            bench
                .sides()
                .inFlink(
                    "iceberg",
                    "FlinkUpsert",
                    "format 2, upsert by equality deletes, no compaction, zstd 1"),
            Map.of("format", "ICEBERG"),
            workload,
            reader));
    // So dear that fewer batches must do.
    ChangeWorkload fewer = new ChangeWorkload(KEYS, Math.max(3, batches * 2 / 5), BATCH_SIZE);
    for (boolean vectors : List.of(true, false)) {
      Side spark =
          bench
              .sides()
              .spark(
                  "SparkMerge",
                  "MERGE, deletion vectors "
                      + (vectors ? "on" : "off")
                      + ", local[2], zstd 1, snapshotPartitions 2, shuffle partitions 2");
      sides.add(
          side(
              bench,
              vectors ? spark.renamed("spark, vectors") : spark,
              Map.of("vectors", Boolean.toString(vectors)),
              fewer,
              reader));
    }
    return sides;
  }

  private static UpsertRun side(
      Bench bench,
      Side side,
      Map<String, String> parameters,
      ChangeWorkload workload,
      WorkerProcess reader) {
    return new UpsertRun(bench, side, parameters, workload, workload, reader);
  }

  private static List<Line> lines(Repetition.Results results) {
    String cost = UpsertRun.COST;
    List<Line> lines = new ArrayList<>();
    for (String side : results.bySide().keySet()) {
      lines.add(new Line(NAME, side, results.of(side, cost), cost, null, ""));
    }
    lines.add(
        new Line(
            NAME,
            "alluvium / spark",
            // The better of Spark's two ways.
            results.ratioToLeast(cost, "alluvium", List.of("spark", "spark, vectors")),
            "",
            Must.atMost(0.15),
            ""));
    lines.add(
        new Line(
            NAME,
            "alluvium / paimon",
            results.ratio(cost, "alluvium", "paimon"),
            "",
            Must.atMost(1.2),
            ""));
    lines.add(
        new Line(
            NAME, "alluvium / iceberg", results.ratio(cost, "alluvium", "iceberg"), "", null, ""));
    return lines;
  }
}
