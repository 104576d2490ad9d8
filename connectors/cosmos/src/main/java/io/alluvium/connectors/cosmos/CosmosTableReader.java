package io.alluvium.connectors.cosmos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.connectors.cosmos.store.Authentication;
import io.alluvium.connectors.cosmos.store.ContainerAddress;
import io.alluvium.connectors.cosmos.store.CosmosItemStore;
import io.alluvium.connectors.cosmos.store.ItemKey;
import io.alluvium.connectors.cosmos.store.ItemOperation;
import io.alluvium.connectors.cosmos.store.ItemResult;
import io.alluvium.connectors.cosmos.store.ItemResult.Outcome;
import io.alluvium.connectors.cosmos.store.Patience;
import io.alluvium.connectors.cosmos.store.StoreFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads rows of a table that a {@code cosmos} sink writes, for applications. It needs this jar and
 * azure-cosmos, and nothing of Flink.
 *
 * <pre>{@code
 * try (CosmosTableReader kpis =
 *     CosmosTableReader.open(address, authentication, "freshness", Duration.ofMinutes(1))) {
 *   kpis.row(CosmosTableReader.id("Utrecht")).row();
 * }
 * }</pre>
 */
public final class CosmosTableReader implements AutoCloseable {
  private static final int RETRIES = 3;
  private static final Duration RETRY_INTERVAL = Duration.ofMillis(200);

  private final CosmosItemStore store;
  private final ContainerAddress address;
  private final String freshnessId;
  private final Duration freshFor;
  private final Clock clock;

  private CosmosTableReader(
      CosmosItemStore store,
      ContainerAddress address,
      String freshnessId,
      Duration freshFor,
      Clock clock) {
    this.store = store;
    this.address = address;
    this.freshnessId = freshnessId;
    this.freshFor = freshFor;
    this.clock = clock;
  }

  /**
   * A row with what is known of its age.
   *
   * @param row its columns and its id; empty where there is none
   * @param asOf the newest time of the version column of all rows, which does not say that others
   *     of that time are there; where rows have none, when the last checkpoint began, before which
   *     everything is; empty where not all tasks of the sink have told of a checkpoint
   * @param stale whether the job that writes the table has not said for too long that it is
   *     complete
   */
  public record Reading(Optional<ObjectNode> row, Optional<Instant> asOf, boolean stale) {}

  /**
   * @param freshnessId as the sink's
   * @param freshFor how long after a checkpoint rows are not stale: some checkpoint intervals
   * @throws IOException where the container cannot be used
   */
  public static CosmosTableReader open(
      ContainerAddress address,
      Authentication authentication,
      String freshnessId,
      Duration freshFor)
      throws IOException {
    return open(address, authentication, freshnessId, freshFor, Clock.systemUTC());
  }

  static CosmosTableReader open(
      ContainerAddress address,
      Authentication authentication,
      String freshnessId,
      Duration freshFor,
      Clock clock)
      throws IOException {
    try {
      return new CosmosTableReader(
          CosmosItemStore.open(address, authentication, null, patience()),
          address,
          freshnessId,
          freshFor,
          clock);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** The id of a row, without a prefix. */
  public static String id(String... keyValues) {
    return Arrays.stream(keyValues).map(ItemIds::encoded).collect(Collectors.joining(":"));
  }

  /**
   * Reads a row.
   *
   * @param id of its item
   * @param partition the values of its partition key; the id where there are none
   * @throws IOException where the store does not answer, or refuses
   */
  public Reading row(String id, Object... partition) throws IOException {
    // The freshness first: rows that are read behind it are not older than it says.
    Optional<Freshness> freshness =
        read(new ItemKey(freshnessId, ownPartition())).flatMap(Freshness::of);
    List<Object> values = partition.length == 0 ? List.of(id) : List.of(partition);
    Optional<ObjectNode> row =
        read(new ItemKey(id, values)).filter(item -> !item.has(ItemProperties.KIND));
    row.ifPresent(
        item -> {
          item.remove(ItemProperties.VERSION);
          item.remove(ItemProperties.RESERVED);
        });
    boolean stale =
        freshness
            .map(known -> known.checkedAt().plus(freshFor).isBefore(clock.instant()))
            .orElse(true);
    return new Reading(row, freshness.map(known -> known.asOf().orElse(known.checkedAt())), stale);
  }

  private List<Object> ownPartition() {
    return store.definition().partitionPaths().stream().map(path -> (Object) freshnessId).toList();
  }

  private Optional<ObjectNode> read(ItemKey key) throws IOException {
    Patience patience = patience();
    try {
      while (true) {
        ItemResult result = store.execute(List.of(new ItemOperation.Read(key))).get(0);
        if (result.outcome() == Outcome.DONE) {
          return Optional.of(result.item());
        }
        if (result.outcome() == Outcome.MISSING) {
          return Optional.empty();
        }
        if (!patience.again(result)) {
          throw StoreFailures.describe(address, "does not tell " + key, result);
        }
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static Patience patience() {
    return new Patience(RETRIES, RETRY_INTERVAL, time -> Thread.sleep(time.toMillis()));
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while the store was waited for");
  }

  @Override
  public void close() {
    store.close();
  }
}
