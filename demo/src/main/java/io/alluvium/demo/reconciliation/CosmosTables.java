package io.alluvium.demo.reconciliation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.connectors.cosmos.store.SecretSource;
import java.util.List;
import java.util.function.Function;

/**
 * The containers of KPIs in Cosmos DB.
 *
 * @param key of the account
 * @param items of a container, to count them by
 */
public record CosmosTables(
    String endpoint, String database, SecretSource key, Function<String, List<ObjectNode>> items) {

  ServedTable table(String container) {
    return new CosmosTable(this, container);
  }
}
