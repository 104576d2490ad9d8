package io.alluvium.benchmarks.redis;

import io.alluvium.benchmarks.serving.KpiRows;
import io.alluvium.benchmarks.worker.Engine;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Writes rows of KPIs in a loop, flushing by hand. Parameters: {@code port}, {@code rows}, {@code
 * depth}.
 */
public final class LettucePipeline implements Engine {
  private static final long PATIENCE_SECONDS = 60;

  @Override
  public Map<String, Double> run(Map<String, String> parameters) {
    long rows = Long.parseLong(parameters.get("rows"));
    int depth = Integer.parseInt(parameters.get("depth"));
    RedisClient client =
        RedisClient.create(RedisURI.create("127.0.0.1", Integer.parseInt(parameters.get("port"))));
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      connection.setAutoFlushCommands(false);
      List<RedisFuture<?>> under = new ArrayList<>();
      for (long row = 0; row < rows; row++) {
        String name = KpiRows.name(row);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(KpiRows.NAME, name);
        fields.put(KpiRows.READINGS, Long.toString(row));
        fields.put(KpiRows.STATE, KpiRows.state(row));
        fields.put(KpiRows.MEAN, Double.toString(KpiRows.mean(row)));
        under.add(connection.async().hset(KpiRows.PREFIX + name, fields));
        if (under.size() == depth) {
          await(connection, under);
        }
      }
      await(connection, under);
    } finally {
      client.shutdown();
    }
    return Map.of();
  }

  private static void await(
      StatefulRedisConnection<String, String> connection, List<RedisFuture<?>> under) {
    connection.flushCommands();
    if (!LettuceFutures.awaitAll(
        PATIENCE_SECONDS, TimeUnit.SECONDS, under.toArray(RedisFuture[]::new))) {
      throw new IllegalStateException("Redis does not answer");
    }
    under.clear();
  }
}
