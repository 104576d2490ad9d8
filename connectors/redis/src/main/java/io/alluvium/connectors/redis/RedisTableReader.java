package io.alluvium.connectors.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.redisson.api.BatchResult;
import org.redisson.api.RBatch;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Reads rows of a table that a {@code redis} sink writes, for applications. It needs this jar and
 * Redisson, and nothing of Flink.
 *
 * <pre>{@code
 * try (RedisTableReader kpis =
 *     RedisTableReader.open(
 *         "redis://127.0.0.1:6379",
 *         KeyTemplate.parse("alluvium:station_health:{station}"),
 *         "alluvium:freshness:station_health",
 *         Duration.ofMinutes(1))) {
 *   kpis.hash(Map.of("station", "Utrecht")).row().get("readings");
 * }
 * }</pre>
 */
public final class RedisTableReader implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int RETRIES = 3;
  private static final Duration RETRY_INTERVAL = Duration.ofMillis(200);

  private final RedissonClient client;
  private final KeyTemplate key;
  private final String freshnessKey;
  private final Duration freshFor;
  private final Clock clock;

  private RedisTableReader(
      RedissonClient client, KeyTemplate key, String freshnessKey, Duration freshFor, Clock clock) {
    this.client = client;
    this.key = key;
    this.freshnessKey = freshnessKey;
    this.freshFor = freshFor;
    this.clock = clock;
  }

  /**
   * A row with what is known of its age.
   *
   * @param row empty where there is none
   * @param asOf the newest time of the version column of all rows, which does not say that others
   *     of that time are there; where rows have none, when the last checkpoint began, before which
   *     everything is; empty where no checkpoint is known
   * @param stale whether the job that writes the table has not said for too long that it is
   *     complete; also while it may have taken rows back, since its start
   */
  public record Reading<T>(T row, Optional<Instant> asOf, boolean stale) {}

  /**
   * @param uri as the sink's
   * @param freshnessKey as the sink's
   * @param freshFor how long after a checkpoint rows are not stale: some checkpoint intervals
   * @throws IllegalArgumentException where the address is malformed
   * @throws org.redisson.client.RedisException where no server answers
   */
  public static RedisTableReader open(
      String uri, KeyTemplate key, String freshnessKey, Duration freshFor) {
    return open(uri, key, freshnessKey, freshFor, Clock.systemUTC());
  }

  static RedisTableReader open(
      String uri, KeyTemplate key, String freshnessKey, Duration freshFor, Clock clock) {
    RedissonClient client =
        RedisClients.connect(
            RedisAddress.parse(uri), new RedisClients.Patience(TIMEOUT, RETRIES, RETRY_INTERVAL));
    return new RedisTableReader(client, key, freshnessKey, freshFor, clock);
  }

  /**
   * The fields of a hash, by column; no field where the value is null.
   *
   * @param values the texts of the columns that the key names
   */
  public Reading<Map<String, String>> hash(Map<String, String> values) {
    RBatch batch = client.createBatch();
    batch.<String, String>getMap(freshnessKey, StringCodec.INSTANCE).readAllMapAsync();
    batch.<String, String>getMap(key(values), StringCodec.INSTANCE).readAllMapAsync();
    List<?> responses = execute(batch);
    Map<String, String> row = map(responses.get(1));
    row.remove(RedisScripts.VERSION_FIELD);
    return reading(row, responses);
  }

  /** The JSON text of a row; empty where there is none. */
  public Reading<Optional<String>> json(Map<String, String> values) {
    RBatch batch = client.createBatch();
    batch.<String, String>getMap(freshnessKey, StringCodec.INSTANCE).readAllMapAsync();
    batch.<String>getBucket(key(values), StringCodec.INSTANCE).getAsync();
    List<?> responses = execute(batch);
    return reading(Optional.ofNullable(responses.get(1)).map(Object::toString), responses);
  }

  /** The freshness first: rows that are read behind it are not older than it says. */
  private <T> Reading<T> reading(T row, List<?> responses) {
    Optional<Freshness> freshness = Freshness.of(map(responses.get(0)));
    boolean stale =
        freshness
            .map(known -> known.checkedAt().plus(freshFor).isBefore(clock.instant()))
            .orElse(true);
    return new Reading<>(
        row, freshness.map(known -> known.asOf().orElse(known.checkedAt())), stale);
  }

  private static List<?> execute(RBatch batch) {
    BatchResult<?> result = batch.execute();
    return result.getResponses();
  }

  private String key(Map<String, String> values) {
    return key.key(
        column -> {
          String value = values.get(column);
          if (value == null) {
            throw new IllegalArgumentException(
                "The key " + key + " needs a value of '" + column + "'");
          }
          return value;
        });
  }

  private static Map<String, String> map(Object response) {
    Map<String, String> map = new HashMap<>();
    ((Map<?, ?>) response).forEach((name, value) -> map.put(name.toString(), value.toString()));
    return map;
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
