package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.report.Line;
import io.alluvium.benchmarks.report.Must;
import io.alluvium.benchmarks.worker.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the compiler and the runner add to a job: a model whose rows are dropped, which does nothing
 * but look at every bid of Nexmark, against the same SQL by Flink alone in the same cluster.
 */
public final class OverheadLeg implements Leg {
  private static final String NAME = "overhead";
  private static final int EVENTS = 500_000;
  private static final String QUERY = "q1";

  @Override
  public List<Line> run(Bench bench) throws IOException {
    int size = bench.quick() ? 2 : 8;
    bench.say(
        "%s: %s over %d and %d events, checkpoint 10 s, parallelism 2",
        NAME, QUERY, size * EVENTS, 3 * size * EVENTS);
    NexmarkInput input = NexmarkInput.make(bench, NAME, size, EVENTS);
    Map<String, SlopeComparison.Result> results =
        new SlopeComparison(bench, size, EVENTS / 1e6, 2, bench.quick() ? 3 : 9)
            .run(
                List.of(
                    new Run(bench.sides().own("runner", "ModelRun", "a push model"), input),
                    new Run(bench.sides().own("flink", "PlainSql", "the same SQL"), input)));
    SlopeLines lines = new SlopeLines(NAME, "CPU s per million events");
    List<Line> all = new ArrayList<>();
    results.forEach((name, result) -> all.add(lines.cost(name, result)));
    all.add(
        lines.ratio(
            "runner / flink", results.get("runner"), results.get("flink"), Must.atMost(1.02), ""));
    return all;
  }

  record Run(Side side, NexmarkInput input) implements Contestant {
    @Override
    public Map<String, String> prepare(int size, Path folder) throws IOException {
      return input.prepare(size, folder, QUERY, "blackhole", "runner");
    }

    @Override
    public void verify(int size, Path folder, Map<String, Double> figures) {
      // Nothing is written; the leg 'nexmark' looks at what the query gives.
    }
  }
}
