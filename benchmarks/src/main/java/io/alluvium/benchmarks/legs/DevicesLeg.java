package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.events.EventTopic;
import io.alluvium.benchmarks.measure.Spread;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import io.alluvium.benchmarks.worker.Side;
import io.alluvium.local.LocalKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Readings in JSON from a Kafka topic into a bronze table, exactly once: our stream, Flink's own
 * connectors with Iceberg's sink, Spark Structured Streaming to Delta, and the limit, a loop that
 * consumes, decodes and writes. The broker does not count.
 */
public final class DevicesLeg implements Leg {
  private static final String NAME = "devices";
  private static final int ROWS = 1_000_000;
  private static final String UNIT = "CPU s per million rows";

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int size = bench.quick() ? 1 : 2;
    int rounds = bench.quick() ? 1 : 5;
    bench.say(
        "%s: %d and %d readings of 213 bytes, zstd 1, checkpoint 10 s, parallelism 2",
        NAME, (long) size * ROWS, 3L * size * ROWS);
    try (LocalKafka kafka = LocalKafka.start(bench.folder().resolve("kafka"), 0)) {
      String servers = kafka.bootstrapServers();
      EventTopic.fill(servers, topic(size), (long) size * ROWS);
      EventTopic.fill(servers, topic(3 * size), 3L * size * ROWS);
      return lines(
          new SlopeComparison(bench, size, ROWS / 1e6, 1, rounds).run(contestants(bench, servers)));
    }
  }

  private static List<Contestant> contestants(Bench bench, String servers) {
    return List.of(
        new Consumer(
            servers,
            bench.sides().own("alluvium", "StreamIngest", "the job of 'alluvium ingest stream'"),
            "lake/bronze/reading"),
        new Consumer(
            servers,
            bench.sides().own("loop", "KafkaLoop", "consume, decode, parquet-java; one thread"),
            "lake"),
        new Consumer(
            servers,
            bench
                .sides()
                .inFlink(
                    "iceberg",
                    "FlinkKafka",
                    "Flink SQL, format json, Iceberg format 2, zstd 1, distribution none"),
            "lake"),
        new Consumer(
            servers,
            bench
                .sides()
                .spark(
                    "SparkKafka",
                    "batches of 2 M rows, local[2], from_json, zstd 1, snapshotPartitions 2"),
            "lake/events"));
  }

  private static List<Line> lines(Map<String, SlopeComparison.Result> results) {
    SlopeComparison.Result own = results.get("alluvium");
    List<Line> lines = new ArrayList<>();
    results.forEach(
        (side, result) ->
            lines.add(
                new Line(
                    NAME,
                    side,
                    result.slope(),
                    UNIT,
                    null,
                    String.format(
                        Locale.ROOT, "start %.1f CPU s", Spread.of(result.starts()).median()))));
    lines.add(ratio("alluvium / spark", own, results.get("spark"), Must.atMost(0.40)));
    lines.add(ratio("alluvium / iceberg", own, results.get("iceberg"), Must.atMost(1.0)));
    lines.add(ratio("loop / alluvium", results.get("loop"), own, Must.atLeast(0.45)));
    return lines;
  }

  private static Line ratio(
      String name, SlopeComparison.Result left, SlopeComparison.Result right, Must must) {
    return new Line(NAME, name, left.ratioTo(right), "", must, "");
  }

  private static String topic(int size) {
    return "readings-" + size;
  }

  /**
   * A side.
   *
   * @param table where it leaves the rows, as seen from the run's folder
   */
  private record Consumer(String servers, Side side, String table) implements Contestant {
    @Override
    public Map<String, String> prepare(int size, Path folder) {
      return Map.of(
          "servers",
          servers,
          "topic",
          topic(size),
          "rows",
          Long.toString((long) size * ROWS),
          "rowsPerBatch",
          "2000000",
          "folder",
          folder.toString(),
          "format",
          "ICEBERG");
    }

    @Override
    public void verify(int size, Path folder, Map<String, Double> figures) throws IOException {
      long rows = (long) size * ROWS;
      List<Long> expected = List.of(rows, LongStream.range(0, rows).sum());
      List<Long> found =
          TableSums.of(
              TableSums.dataFiles(folder.resolve(table)), List.of("count(*)", "sum(seq)::BIGINT"));
      if (!found.equals(expected)) {
        throw new BenchmarkException(
            side.name() + " wrote rows and sum " + found + " instead of " + expected);
      }
    }
  }
}
