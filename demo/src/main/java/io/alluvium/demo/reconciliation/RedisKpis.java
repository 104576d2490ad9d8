package io.alluvium.demo.reconciliation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.redisson.Redisson;
import org.redisson.api.BatchResult;
import org.redisson.api.RBatch;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** The KPIs as a reader of Redis sees them. */
public final class RedisKpis implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int SCAN_COUNT = 10_000;

  private final RedissonClient redis;

  /**
   * @param uri {@code redis://host:port}
   */
  public RedisKpis(String uri) {
    Config config = new Config().setCodec(StringCodec.INSTANCE);
    config.setThreads(THREADS).setNettyThreads(THREADS);
    config
        .useSingleServer()
        .setAddress(uri)
        .setConnectionPoolSize(THREADS)
        .setConnectionMinimumIdleSize(1)
        .setSubscriptionConnectionPoolSize(1)
        .setSubscriptionConnectionMinimumIdleSize(1);
    this.redis = Redisson.create(config);
  }

  /** Readings that the KPIs of these stations count, together. */
  public long readings(Iterable<String> stations) {
    List<String> keys = new ArrayList<>();
    stations.forEach(station -> keys.add("alluvium:station_health:" + station));
    return hashes(keys).stream()
        .mapToLong(hash -> Long.parseLong(hash.getOrDefault("readings", "0")))
        .sum();
  }

  /** The hashes under the keys, in their order; empty where there is none. */
  List<Map<String, String>> hashes(List<String> keys) {
    RBatch batch = redis.createBatch();
    keys.forEach(key -> batch.<String, String>getMap(key).readAllMapAsync());
    BatchResult<?> result = batch.execute();
    List<Map<String, String>> hashes = new ArrayList<>();
    for (Object response : result.getResponses()) {
      Map<String, String> hash = new HashMap<>();
      ((Map<?, ?>) response)
          .forEach((field, value) -> hash.put(field.toString(), value.toString()));
      hashes.add(hash);
    }
    return hashes;
  }

  long count(String keyPattern) {
    long count = 0;
    for (String key :
        redis
            .getKeys()
            .getKeys(KeysScanOptions.defaults().pattern(keyPattern).chunkSize(SCAN_COUNT))) {
      count += key.isEmpty() ? 0 : 1;
    }
    return count;
  }

  @Override
  public void close() {
    redis.shutdown();
  }
}
