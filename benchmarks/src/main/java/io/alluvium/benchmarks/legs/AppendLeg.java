package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.events.EventFiles;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import io.alluvium.benchmarks.worker.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Appending events of ten columns, read from files of JSON: our sink, the sinks of Iceberg and
 * Paimon, Spark Structured Streaming to Delta, and the limit, a loop that decodes and writes.
 */
public final class AppendLeg implements Leg {
  private static final String NAME = "append";
  private static final int ROWS_PER_FILE = 250_000;
  private static final String UNIT = "CPU s per million rows";

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int files = bench.quick() ? 4 : 8;
    int rounds = bench.quick() ? 2 : 5;
    Path events = bench.folder().resolve("events");
    bench.say(
        "%s: %d and %d rows of 10 columns, zstd 1, statistics, checkpoint 10 s, parallelism 2",
        NAME, files * ROWS_PER_FILE, 3 * files * ROWS_PER_FILE);
    EventFiles.write(events, 3 * files, ROWS_PER_FILE);
    List<Contestant> contestants =
        List.of(
            new Appender(events, bench.sides().own("alluvium", "FlinkAppend", "defaults"), "DELTA"),
            new Appender(
                events,
                bench.sides().own("loop", "BareLoop", "decode and parquet-java, one thread"),
                ""),
            new Appender(
                events,
                bench
                    .sides()
                    .inFlink(
                        "iceberg",
                        "FlinkAppend",
                        "format 2, zstd 1, distribution none, files of 128 MB"),
                "ICEBERG"),
            new Appender(
                events,
                bench
                    .sides()
                    .inFlink(
                        "paimon", "FlinkAppend", "no bucket, Parquet, zstd 1, write-only, 128 MB"),
                "PAIMON"),
            new Appender(
                events,
                bench
                    .sides()
                    .spark(
                        "SparkAppend",
                        "batches of 2 M rows, local[2], zstd 1, snapshotPartitions 2,"
                            + " shuffle partitions 2"),
                ""));
    Map<String, SlopeComparison.Result> results =
        new SlopeComparison(bench, files, ROWS_PER_FILE / 1e6, 1, rounds).run(contestants);
    SlopeComparison.Result own = results.get("alluvium");
    List<Line> lines =
        new java.util.ArrayList<>(
            results.entrySet().stream()
                .map(result -> cost(result.getKey(), result.getValue()))
                .toList());
    lines.add(ratio("alluvium / spark", own, results.get("spark"), Must.atMost(0.40)));
    lines.add(ratio("alluvium / iceberg", own, results.get("iceberg"), Must.atMost(1.0)));
    lines.add(ratio("alluvium / paimon", own, results.get("paimon"), null));
    lines.add(ratio("loop / alluvium", results.get("loop"), own, Must.atLeast(0.45)));
    return lines;
  }

  private static Line cost(String side, SlopeComparison.Result result) {
    return new Line(
        NAME,
        side,
        result.slope(),
        UNIT,
        null,
        String.format(
            java.util.Locale.ROOT,
            "start %.1f CPU s",
            io.alluvium.benchmarks.measure.Spread.of(result.starts()).median()));
  }

  private static Line ratio(
      String name, SlopeComparison.Result left, SlopeComparison.Result right, Must must) {
    return new Line(NAME, name, left.ratioTo(right), "", must, "");
  }

  private record Appender(Path events, Side side, String format) implements Contestant {
    @Override
    public Map<String, String> prepare(int size, Path folder) {
      return Map.of(
          "events", events.toString(),
          "files", Integer.toString(size),
          "filesPerBatch", "8",
          "folder", folder.toString(),
          "format", format);
    }

    @Override
    public void verify(int size, Path folder, Map<String, Double> figures) throws IOException {
      long rows = (long) size * ROWS_PER_FILE;
      List<Long> expected = List.of(rows, LongStream.range(0, rows).sum());
      Path lake = folder.resolve("lake");
      Path table =
          switch (format) {
            case "DELTA" -> lake.resolve("bench/events");
            case "" -> side.name().equals("spark") ? lake.resolve("events") : lake;
            default -> lake;
          };
      List<Long> found =
          TableSums.of(TableSums.dataFiles(table), List.of("count(*)", "sum(seq)::BIGINT"));
      if (!found.equals(expected)) {
        throw new BenchmarkException(
            side.name() + " wrote rows and sum " + found + " instead of " + expected);
      }
    }
  }
}
