package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How long an event takes until a fresh snapshot has it: 20,000 a second, from the time at which
 * each was to be sent. Our append sink and Iceberg's at a checkpoint a second, and Spark Structured
 * Streaming to Delta with batches without a pause between.
 */
public final class FreshnessLeg implements Leg {
  private static final String NAME = "freshness";
  private static final int PER_SECOND = 20_000;

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int seconds = bench.quick() ? 20 : 45;
    int rounds = bench.quick() ? 1 : 3;
    bench.say(
        "%s: %d events a second for %d s, of which the first %d do not count, as JSON through a"
            + " socket; parallelism 2",
        NAME, PER_SECOND, seconds, FreshnessRun.START_SECONDS);
    Repetition.Results results =
        new Repetition(bench, rounds)
            .run(
                List.of(
                    new FreshnessRun(
                        bench,
                        bench.sides().own("alluvium", "FlinkStream", "checkpoint 1 s"),
                        "DELTA",
                        PER_SECOND,
                        seconds),
                    new FreshnessRun(
                        bench,
                        bench
                            .sides()
                            .inFlink(
                                "iceberg",
                                "FlinkStream",
                                "checkpoint 1 s, format 2, zstd 1, distribution none"),
                        "ICEBERG",
                        PER_SECOND,
                        seconds),
                    new FreshnessRun(
                        bench,
                        bench
                            .sides()
                            .spark(
                                "SparkStream",
                                "batches without a pause, local[2], zstd 1, snapshotPartitions 2,"
                                    + " shuffle partitions 2, checkpointInterval 100"),
                        "DELTA",
                        PER_SECOND,
                        seconds)));
    List<Line> lines = new ArrayList<>();
    for (String side : results.bySide().keySet()) {
      for (String figure : List.of(FreshnessRun.P50, FreshnessRun.P99)) {
        lines.add(new Line(NAME, side + ", " + figure, results.of(side, figure), "s", null, ""));
      }
    }
    lines.add(
        new Line(
            NAME,
            "alluvium / spark, p99",
            results.ratio(FreshnessRun.P99, "alluvium", "spark"),
            "",
            Must.atMost(0.35),
            ""));
    lines.add(
        new Line(
            NAME,
            "alluvium / iceberg, p99",
            results.ratio(FreshnessRun.P99, "alluvium", "iceberg"),
            "",
            null,
            ""));
    return lines;
  }
}
