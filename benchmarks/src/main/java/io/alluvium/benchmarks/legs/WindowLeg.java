package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import io.alluvium.benchmarks.worker.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Windows of a minute of event time, by site and metric, from a table of bronze into one of gold: a
 * model by our runner, the same SQL by Flink as it is, Spark Structured Streaming, and the limit, a
 * loop with a hash table.
 */
public final class WindowLeg implements Leg {
  private static final String NAME = "window";
  private static final long WINDOW_MILLIS = 60_000;
  private static final int ROWS_PER_FILE = 250_000;
  private static final int DISTANCE_MILLIS = 1;

  /** The table of the model, in the lake. */
  static final String MODEL = "gold/site_minute";

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int files = bench.quick() ? 4 : 24;
    bench.say(
        "%s: %d and %d rows, 1,000 a second in event time, 1,000 groups, checkpoint 10 s,"
            + " parallelism 2",
        NAME, files * ROWS_PER_FILE, 3 * files * ROWS_PER_FILE);
    EventInput input = EventInput.make(bench, NAME, files, ROWS_PER_FILE, DISTANCE_MILLIS);
    List<Contestant> contestants =
        List.of(
            new Windows(
                bench.sides().own("alluvium", "ModelRun", "alluvium models run, defaults"),
                input,
                MODEL),
            new Windows(
                bench.sides().own("flink", "PlainSql", "Flink SQL, defaults"), input, MODEL),
            new Windows(
                bench
                    .sides()
                    .spark(
                        "SparkWindow",
                        "batches of 2 M rows, local[2], RocksDB with changelog checkpoints,"
                            + " zstd 1, snapshotPartitions 2, shuffle partitions 2"),
                input,
                "windows"),
            new Windows(
                bench.sides().own("loop", "WindowLoop", "our reader and a HashMap, one thread"),
                input,
                "loop"));
    Map<String, SlopeComparison.Result> results =
        new SlopeComparison(bench, files, ROWS_PER_FILE / 1e6, 1, bench.quick() ? 2 : 5)
            .run(contestants);
    SlopeLines lines = new SlopeLines(NAME, "CPU s per million rows");
    List<Line> all = new ArrayList<>();
    results.forEach((name, result) -> all.add(lines.cost(name, result)));
    SlopeComparison.Result own = results.get("alluvium");
    all.add(
        lines.ratio(
            "alluvium / flink", own, results.get("flink"), Must.atMost(1.0), "reach for 0.60"));
    all.add(
        lines.ratio(
            "alluvium / spark", own, results.get("spark"), Must.atMost(0.4), "reach for 0.15"));
    all.add(lines.ratio("loop / alluvium", results.get("loop"), own, null, ""));
    return all;
  }

  /**
   * @param table that is written: that of the model in the lake, or another
   */
  record Windows(Side side, EventInput input, String table) implements Contestant {
    @Override
    public Map<String, String> prepare(int size, Path folder) throws IOException {
      Map<String, String> parameters = input.prepare(size, folder, "window");
      parameters.put("cluster", "stock");
      parameters.put("filesPerBatch", "8");
      parameters.put("output", output(folder).toString());
      return parameters;
    }

    private Path output(Path folder) {
      return folder.resolve(table.equals(MODEL) ? "lake" : "result").resolve(table);
    }

    /** No window is missing, and none is there that should not be, but for that of the end. */
    @Override
    public void verify(int size, Path folder, Map<String, Double> figures) throws IOException {
      String found =
          "SELECT epoch_ms(window_start), site, metric, readings::BIGINT,"
              + " round(total * 100)::BIGINT, least, greatest FROM "
              + TableSums.scan(output(folder))
              + " WHERE epoch_ms(window_start) < "
              + (input.endMillis(size) - WINDOW_MILLIS);
      String expected =
          String.format(
              "SELECT epoch_ms(event_time) // %1$d * %1$d, site, metric, count(*)::BIGINT,"
                  + " round(sum(reading) * 100)::BIGINT, min(reading), max(reading) FROM %2$s"
                  + " WHERE seq < %3$d GROUP BY ALL",
              WINDOW_MILLIS, TableSums.scan(input.table(size)), input.rows(size));
      List<Long> differences =
          TableSums.ofQuery(
              "WITH found AS ("
                  + found
                  + "), expected AS ("
                  + expected
                  + ") SELECT (SELECT count(*) FROM (FROM found EXCEPT ALL FROM expected)),"
                  + " (SELECT count(*) FROM (FROM expected EXCEPT ALL FROM found)),"
                  + " (SELECT count(*) FROM expected)");
      if (differences.get(0) != 0 || differences.get(1) != 0 || differences.get(2) == 0) {
        throw new BenchmarkException(
            String.format(
                "%s: %d windows are wrong and %d missing, of %d",
                side.name(), differences.get(0), differences.get(1), differences.get(2)));
      }
    }
  }
}
