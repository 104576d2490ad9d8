package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.measure.Spread;
import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.worker.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The queries of Nexmark as models that write tables of the lake, and the limit, the same SQL by
 * Flink as it is into a sink that drops all rows.
 */
public final class NexmarkLeg implements Leg {
  private static final String NAME = "nexmark";
  private static final int EVENTS = 100_000;
  private static final double MILLION = 1e6;

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int size = bench.quick() ? 3 : 10;
    bench.say(
        "%s: %d and %d events, 10,000 a second in event time, checkpoint 10 s, parallelism 2",
        NAME, size * EVENTS, 3 * size * EVENTS);
    NexmarkInput input = NexmarkInput.make(bench, NAME, size, EVENTS);
    List<Line> lines = new ArrayList<>();
    for (NexmarkQuery query : NexmarkQuery.values()) {
      bench.say("%s", query);
      Map<String, SlopeComparison.Result> results =
          new SlopeComparison(bench, size, EVENTS / MILLION, 1, bench.quick() ? 1 : 3)
              .run(
                  List.of(
                      new Run(
                          bench
                              .sides()
                              .own("alluvium", "ModelRun", "alluvium models run, defaults"),
                          input,
                          query,
                          "lake"),
                      new Run(
                          bench.sides().own("blackhole", "PlainSql", "Flink SQL, defaults"),
                          input,
                          query,
                          "blackhole")));
      results.forEach((side, result) -> lines.add(rate(query, side, result)));
      lines.add(
          new Line(
              NAME,
              query + " blackhole / alluvium",
              results.get("blackhole").ratioTo(results.get("alluvium")),
              "",
              null,
              ""));
    }
    return lines;
  }

  private static Line rate(NexmarkQuery query, String side, SlopeComparison.Result result) {
    List<Double> rates = result.slopes().stream().map(slope -> MILLION / slope).toList();
    return new Line(NAME, query + " " + side, Spread.of(rates), "events per CPU s", null, "");
  }

  record Run(Side side, NexmarkInput input, NexmarkQuery query, String into) implements Contestant {
    @Override
    public Map<String, String> prepare(int size, Path folder) throws IOException {
      return input.prepare(size, folder, query.name(), into, "stock");
    }

    /** What is dropped cannot be looked at; it comes of the SQL whose result is. */
    @Override
    public void verify(int size, Path folder, Map<String, Double> figures) throws IOException {
      if (into.equals("blackhole")) {
        return;
      }
      List<Long> found =
          TableSums.ofQuery(query.found(folder.resolve("lake/gold").resolve(query.name())));
      List<Long> expected = TableSums.ofQuery(query.expected(input.tables(size)));
      if (!found.equals(expected) || expected.get(0) == 0) {
        throw new BenchmarkException(
            side.name() + ": " + query + " gave " + found + " instead of " + expected);
      }
    }
  }
}
