package io.alluvium.connectors.redis;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.redisson.Redisson;
import org.redisson.api.RBatch;
import org.redisson.api.RMapAsync;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;

/** Sends changes to a server, a batch at a time. */
final class RedisConnection implements AutoCloseable {
  private static final int THREADS = 1;
  private static final int CONNECTIONS = 1;

  private final RedisSinkConfig config;
  private final RedissonClient client;

  RedisConnection(RedisSinkConfig config) throws IOException {
    this.config = config;
    try {
      this.client = Redisson.create(clientConfig(config));
    } catch (RedisException e) {
      throw failure("cannot be reached", e);
    }
  }

  private static Config clientConfig(RedisSinkConfig config) {
    RedisAddress address = config.address();
    Config client = new Config();
    client.setCodec(StringCodec.INSTANCE);
    client.setThreads(THREADS);
    client.setNettyThreads(THREADS);
    client.setUsername(address.user());
    client.setPassword(address.password());
    client
        .useSingleServer()
        .setAddress(address.server())
        .setDatabase(address.database())
        .setConnectionPoolSize(CONNECTIONS)
        .setConnectionMinimumIdleSize(CONNECTIONS)
        .setSubscriptionConnectionPoolSize(1)
        .setSubscriptionConnectionMinimumIdleSize(0)
        // Resolving names again and again is for clusters that move.
        .setDnsMonitoringInterval(-1)
        .setConnectTimeout((int) config.timeout().toMillis())
        .setTimeout((int) config.timeout().toMillis())
        .setRetryAttempts(config.maxRetries())
        .setRetryDelay(new ConstantDelay(config.retryInterval()));
    return client;
  }

  /**
   * Makes each hash equal to its fields, and removes those that are absent. Repeating it has no
   * further effect.
   *
   * @throws IOException when the server did not take the batch after all retries
   */
  void write(Map<String, Optional<Map<String, String>>> hashes) throws IOException {
    RBatch batch = client.createBatch();
    List<String> removed = new ArrayList<>();
    hashes.forEach(
        (key, fields) ->
            fields.ifPresentOrElse(
                present -> put(batch.getMap(key), present), () -> removed.add(key)));
    if (!removed.isEmpty()) {
      batch.getKeys().deleteAsync(removed.toArray(String[]::new));
    }
    if (config.freshnessKey() != null) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      batch
          .<String, String>getMap(config.freshnessKey())
          .putAllAsync(
              Map.of("written_at", now.toString(), "rows", Integer.toString(hashes.size())));
    }
    try {
      batch.execute();
    } catch (RedisException e) {
      throw failure(
          "did not take a batch of "
              + hashes.size()
              + " rows, also not after "
              + config.maxRetries()
              + " retries",
          e);
    }
  }

  /** One HSET, so that a reader sees the old row or the new one. */
  private static void put(RMapAsync<String, String> hash, Map<String, String> fields) {
    Map<String, String> present = new LinkedHashMap<>();
    List<String> absent = new ArrayList<>();
    fields.forEach(
        (field, value) -> {
          if (value == null) {
            absent.add(field);
          } else {
            present.put(field, value);
          }
        });
    hash.putAllAsync(present);
    if (!absent.isEmpty()) {
      hash.fastRemoveAsync(absent.toArray(String[]::new));
    }
  }

  private IOException failure(String what, RedisException cause) {
    Throwable reason = cause.getCause() == null ? cause : cause.getCause();
    return new IOException(
        "Redis at "
            + config.address()
            + " "
            + what
            + ": "
            + reason.getMessage()
            + ". Check option 'uri' and that the server runs.",
        cause);
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
