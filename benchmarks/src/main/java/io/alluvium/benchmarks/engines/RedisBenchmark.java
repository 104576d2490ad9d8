package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.serving.KpiRows;
import io.alluvium.benchmarks.worker.Engine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The program redis-benchmark, which must be on the path of programs. Parameters: {@code port},
 * {@code rows}, {@code connections}, {@code depth}.
 */
public final class RedisBenchmark implements Engine {

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    "redis-benchmark",
                    "-p",
                    parameters.get("port"),
                    "-n",
                    parameters.get("rows"),
                    "-r",
                    Integer.toString(KpiRows.KEYS),
                    "-c",
                    parameters.get("connections"),
                    "-P",
                    parameters.get("depth"),
                    "-q",
                    "HSET",
                    KpiRows.PREFIX + "__rand_int__",
                    KpiRows.NAME,
                    "__rand_int__",
                    KpiRows.READINGS,
                    "1000000",
                    KpiRows.STATE,
                    "missing",
                    KpiRows.MEAN,
                    "124.75"))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("redis-benchmark failed: " + output);
    }
    return Map.of();
  }
}
