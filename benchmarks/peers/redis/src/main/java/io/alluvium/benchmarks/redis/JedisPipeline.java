package io.alluvium.benchmarks.redis;

import io.alluvium.benchmarks.serving.KpiRows;
import io.alluvium.benchmarks.worker.Engine;
import java.util.LinkedHashMap;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** Writes rows of KPIs in a loop. Parameters: {@code port}, {@code rows}, {@code depth}. */
public final class JedisPipeline implements Engine {

  @Override
  public Map<String, Double> run(Map<String, String> parameters) {
    long rows = Long.parseLong(parameters.get("rows"));
    int depth = Integer.parseInt(parameters.get("depth"));
    try (Jedis jedis = new Jedis("127.0.0.1", Integer.parseInt(parameters.get("port")))) {
      Pipeline pipeline = jedis.pipelined();
      for (long row = 0; row < rows; row++) {
        String name = KpiRows.name(row);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(KpiRows.NAME, name);
        fields.put(KpiRows.READINGS, Long.toString(row));
        fields.put(KpiRows.STATE, KpiRows.state(row));
        fields.put(KpiRows.MEAN, Double.toString(KpiRows.mean(row)));
        pipeline.hset(KpiRows.PREFIX + name, fields);
        if ((row + 1) % depth == 0) {
          pipeline.sync();
        }
      }
      pipeline.sync();
    }
    return Map.of();
  }
}
