package io.alluvium.demo.reconciliation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.connectors.cosmos.CosmosTableReader;
import io.alluvium.connectors.cosmos.store.Authentication;
import io.alluvium.connectors.cosmos.store.ContainerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Items in Cosmos DB, as an application reads them. */
record CosmosTable(CosmosTables tables, String container) implements ServedTable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** As the models say. */
  private static final String FRESHNESS = "freshness";

  /** Of an item that is no row. */
  private static final String KIND = "sink_kind";

  @Override
  public String name() {
    return "cosmos " + container;
  }

  @Override
  public List<Map<String, String>> rows(List<List<String>> keys) {
    ContainerAddress address =
        new ContainerAddress(tables.endpoint(), tables.database(), container, false, TIMEOUT);
    try (CosmosTableReader reader =
        CosmosTableReader.open(address, new Authentication.Key(tables.key()), FRESHNESS, TIMEOUT)) {
      List<Map<String, String>> rows = new ArrayList<>();
      for (List<String> key : keys) {
        rows.add(
            reader
                .row(CosmosTableReader.id(key.toArray(String[]::new)))
                .row()
                .map(CosmosTable::texts)
                .orElse(Map.of()));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> texts(ObjectNode item) {
    Map<String, String> row = new HashMap<>();
    item.fields()
        .forEachRemaining(
            field -> {
              if (!field.getValue().isNull()) {
                row.put(field.getKey(), field.getValue().asText());
              }
            });
    return row;
  }

  @Override
  public long count() {
    return tables.items().apply(container).stream().filter(item -> !item.has(KIND)).count();
  }
}
