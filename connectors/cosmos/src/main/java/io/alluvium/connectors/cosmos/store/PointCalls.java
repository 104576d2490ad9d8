package io.alluvium.connectors.cosmos.store;

import com.azure.cosmos.CosmosAsyncContainer;
import com.azure.cosmos.models.CosmosItemRequestOptions;
import com.azure.cosmos.models.CosmosItemResponse;
import com.azure.cosmos.models.CosmosPatchItemRequestOptions;
import com.azure.cosmos.models.CosmosPatchOperations;
import com.azure.cosmos.models.PartitionKey;
import com.azure.cosmos.models.PartitionKeyBuilder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import reactor.core.publisher.Mono;

/** Operations as calls of the client, one by one. */
final class PointCalls {
  private PointCalls() {}

  static Mono<CosmosItemResponse<ObjectNode>> call(
      CosmosAsyncContainer container, ItemOperation operation) {
    PartitionKey partition = partition(operation.key());
    String id = operation.key().id();
    if (operation instanceof ItemOperation.Create create) {
      return container.createItem(create.item(), partition, new CosmosItemRequestOptions());
    }
    if (operation instanceof ItemOperation.Upsert upsert) {
      return container.upsertItem(upsert.item(), partition, new CosmosItemRequestOptions());
    }
    if (operation instanceof ItemOperation.Replace replace) {
      return container.replaceItem(
          replace.item(),
          id,
          partition,
          new CosmosItemRequestOptions().setIfMatchETag(replace.etag()));
    }
    if (operation instanceof ItemOperation.Patch patch) {
      CosmosPatchItemRequestOptions options = new CosmosPatchItemRequestOptions();
      if (!patch.condition().isEmpty()) {
        options.setFilterPredicate(patch.condition());
      }
      return container.patchItem(id, partition, sets(patch), options, ObjectNode.class);
    }
    return container.readItem(id, partition, ObjectNode.class);
  }

  static CosmosPatchOperations sets(ItemOperation.Patch patch) {
    CosmosPatchOperations operations = CosmosPatchOperations.create();
    patch.sets().forEach(operations::set);
    return operations;
  }

  static PartitionKey partition(ItemKey key) {
    PartitionKeyBuilder partition = new PartitionKeyBuilder();
    for (Object value : key.partition()) {
      if (value instanceof String text) {
        partition.add(text);
      } else if (value instanceof Double number) {
        partition.add(number);
      } else if (value instanceof Boolean flag) {
        partition.add(flag);
      } else {
        throw new IllegalArgumentException("No value of a partition key: " + value);
      }
    }
    return partition.build();
  }
}
