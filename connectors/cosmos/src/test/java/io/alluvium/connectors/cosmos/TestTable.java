package io.alluvium.connectors.cosmos;

import io.alluvium.connectors.cosmos.store.ContainerDefinition;
import io.alluvium.connectors.cosmos.store.ItemStore;
import io.alluvium.local.cosmos.LocalContainer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.annotation.Nullable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;

/** A table {@code (board, name, version, value)} with a key of two columns. */
record TestTable(CosmosSinkConfig config, CosmosTable table) {
  static final String DATABASE = "kpis";
  static final String CONTAINER = "t";

  private static final RowType TYPE =
      RowType.of(
          new LogicalType[] {
            VarCharType.STRING_TYPE,
            VarCharType.STRING_TYPE,
            new BigIntType(),
            VarCharType.STRING_TYPE
          },
          new String[] {"board", "name", "version", "value"});

  /** A change of a row; of no version and no value where these are null. */
  record Change(RowKind kind, String board, String name, @Nullable Long version, String value) {
    static Change put(String board, String name, @Nullable Long version, String value) {
      return new Change(RowKind.UPDATE_AFTER, board, name, version, value);
    }

    static Change delete(String board, String name, @Nullable Long version) {
      return new Change(RowKind.DELETE, board, name, version, "");
    }

    RowData row() {
      return GenericRowData.ofKind(
          kind,
          StringData.fromString(board),
          StringData.fromString(name),
          version,
          StringData.fromString(value));
    }
  }

  /** With quick retries; options come in place of its own. */
  static TestTable of(Map<String, String> options) {
    return of("https://127.0.0.1:1", options);
  }

  static TestTable of(String endpoint, Map<String, String> options) {
    Configuration configuration = new Configuration();
    configuration.set(CosmosConnectorOptions.ENDPOINT, endpoint);
    configuration.set(CosmosConnectorOptions.DATABASE, DATABASE);
    configuration.set(CosmosConnectorOptions.CONTAINER, CONTAINER);
    configuration.set(CosmosConnectorOptions.KEY_ENVIRONMENT, "PATH");
    configuration.set(CosmosConnectorOptions.VERSION_COLUMN, "version");
    configuration.set(CosmosConnectorOptions.MAX_RETRIES, 300);
    configuration.set(CosmosConnectorOptions.RETRY_INTERVAL, Duration.ofMillis(20));
    options.forEach(configuration::setString);
    return new TestTable(
        CosmosSinkConfig.of(configuration),
        CosmosTable.of(configuration, TYPE, List.of("board", "name"), CONTAINER));
  }

  /** A container by board, whose items end. */
  static LocalContainer container() {
    return new LocalContainer(List.of("/board"), OptionalInt.of(-1), Clock.systemUTC());
  }

  static ContainerDefinition definition() {
    return new ContainerDefinition(List.of("/board"), OptionalInt.of(-1));
  }

  CosmosConnection connect(ItemStore store) throws IOException {
    return connect(store, List.of());
  }

  CosmosConnection connect(ItemStore store, List<WriterProgress> restored) throws IOException {
    return connect(new CosmosConnection.Stores(store, definition(), null, null), restored);
  }

  /** With a container for rows that cannot be written. */
  CosmosConnection connect(ItemStore store, ItemStore deadLetters) throws IOException {
    return connect(
        new CosmosConnection.Stores(store, definition(), deadLetters, definition()), List.of());
  }

  /** Waits no time. */
  private CosmosConnection connect(CosmosConnection.Stores stores, List<WriterProgress> restored)
      throws IOException {
    try {
      return new CosmosConnection(
          config, table, stores, new CosmosConnection.Task(0, 1, restored, time -> {}), metrics());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  static SinkMetrics metrics() {
    return new SinkMetrics(new UnregisteredMetricsGroup());
  }

  ChangeBatch batch(CosmosConnection connection, Iterable<Change> changes) {
    ChangeBatch batch = new ChangeBatch();
    for (Change change : changes) {
      try {
        batch.put(connection.layout().change(change.row()), 100);
      } catch (UnfitRowException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return batch;
  }

  /** Writes changes and waits for it. */
  void write(CosmosConnection connection, Change... changes) throws IOException {
    write(connection, List.of(changes));
  }

  void write(CosmosConnection connection, Iterable<Change> changes) throws IOException {
    connection.send(batch(connection, changes));
    connection.await();
  }

  /** The values of the rows, by {@code board:name}, as a reader has them. */
  static Map<String, String> contents(LocalContainer container) {
    Map<String, String> contents = new HashMap<>();
    container.items().stream()
        .filter(item -> !item.has(ItemProperties.KIND))
        .forEach(item -> contents.put(item.get("id").asText(), item.get("value").asText()));
    return contents;
  }
}
