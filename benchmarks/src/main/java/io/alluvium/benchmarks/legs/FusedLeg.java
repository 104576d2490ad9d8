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
 * Silver and four tables of gold, made of one table of bronze: by one job, and by a job for each
 * model, of which those of gold read silver from the lake.
 */
public final class FusedLeg implements Leg {
  private static final String NAME = "fused";
  private static final int ROWS_PER_FILE = 250_000;
  private static final int DISTANCE_MILLIS = 7;
  static final List<String> GOLD =
      List.of("site_hour", "device_day", "amount_histogram", "firmware_quality");

  /** Of the project whose models are together. */
  static final String ONE_JOB = "all";

  /** Of the project whose models are not. */
  static final String JOBS = "reading," + String.join(",", GOLD);

  private static final String WANTED = "quality > 0 AND reading BETWEEN 0 AND 1000";
  private static final String AMOUNT =
      "CASE metric WHEN 'temperature' THEN reading + 273.15 WHEN 'pressure' THEN reading * 100"
          + " ELSE reading END";

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int files = bench.quick() ? 2 : 8;
    bench.say(
        "%s: %d and %d rows of 10 columns into silver and %d tables of gold, checkpoint 10 s,"
            + " parallelism 2",
        NAME, files * ROWS_PER_FILE, 3 * files * ROWS_PER_FILE, GOLD.size());
    EventInput input = EventInput.make(bench, NAME, files, ROWS_PER_FILE, DISTANCE_MILLIS);
    Side side = bench.sides().own("fused", "ModelRun", "one job");
    Side other = bench.sides().own("separate", "ModelRun", "a job for each model");
    Map<String, SlopeComparison.Result> results =
        new SlopeComparison(bench, files, ROWS_PER_FILE / 1e6, 1, bench.quick() ? 2 : 5)
            .run(
                List.of(new Jobs(side, input, "yes", ONE_JOB), new Jobs(other, input, "no", JOBS)));
    SlopeLines lines = new SlopeLines(NAME, "CPU s per million rows");
    List<Line> all = new ArrayList<>();
    results.forEach((name, result) -> all.add(lines.cost(name, result)));
    all.add(
        lines.ratio(
            "fused / separate",
            results.get("fused"),
            results.get("separate"),
            Must.atMost(0.6),
            ""));
    return all;
  }

  record Jobs(Side side, EventInput input, String together, String jobs) implements Contestant {
    @Override
    public Map<String, String> prepare(int size, Path folder) throws IOException {
      Map<String, String> parameters = input.prepare(size, folder, jobs);
      parameters.put("var.together", together);
      return parameters;
    }

    /** Every table has every reading once. */
    @Override
    public void verify(int size, Path folder, Map<String, Double> figures) throws IOException {
      List<Long> expected =
          TableSums.ofQuery(
              "SELECT count(*), round(sum("
                  + AMOUNT
                  + "))::BIGINT FROM "
                  + TableSums.scan(input.table(size))
                  + " WHERE "
                  + WANTED);
      Path lake = folder.resolve("lake");
      require(
          "reading",
          expected,
          "SELECT count(*), round(sum(amount))::BIGINT FROM "
              + TableSums.scan(lake.resolve("silver/reading")));
      for (String table : GOLD) {
        require(
            table,
            expected,
            "SELECT sum(readings)::BIGINT, round(sum(amount))::BIGINT FROM "
                + TableSums.scan(lake.resolve("gold").resolve(table)));
      }
    }

    private void require(String table, List<Long> expected, String query) {
      List<Long> found = TableSums.ofQuery(query);
      if (!found.equals(expected)) {
        throw new BenchmarkException(
            side.name() + ": " + table + " has " + found + " instead of " + expected);
      }
    }
  }
}
