package io.alluvium.connectors.cosmos.store;

import com.azure.cosmos.models.CosmosBulkExecutionOptions;
import com.azure.cosmos.models.CosmosBulkItemRequestOptions;
import com.azure.cosmos.models.CosmosBulkOperations;
import com.azure.cosmos.models.CosmosBulkPatchItemRequestOptions;
import com.azure.cosmos.models.CosmosItemOperation;
import com.azure.cosmos.models.PartitionKey;

/** Operations as the client's bulk takes them. */
final class BulkOperations {
  /** In one request. */
  private static final int MOST = 100;

  private BulkOperations() {}

  /** For so many operations: a request that is not full would wait a tenth of a second for more. */
  static CosmosBulkExecutionOptions options(int operations) {
    int size = Math.min(operations, MOST);
    return new CosmosBulkExecutionOptions()
        .setMaxMicroBatchSize(size)
        .setInitialMicroBatchSize(size);
  }

  /**
   * @param context that comes back with the answer
   */
  static CosmosItemOperation of(ItemOperation operation, Integer context) {
    PartitionKey partition = PointCalls.partition(operation.key());
    if (operation instanceof ItemOperation.Create create) {
      return CosmosBulkOperations.getCreateItemOperation(
          create.item(), partition, silent(), context);
    }
    if (operation instanceof ItemOperation.Upsert upsert) {
      return CosmosBulkOperations.getUpsertItemOperation(
          upsert.item(), partition, silent(), context);
    }
    String id = operation.key().id();
    if (operation instanceof ItemOperation.Replace replace) {
      return CosmosBulkOperations.getReplaceItemOperation(
          id, replace.item(), partition, silent().setIfMatchETag(replace.etag()), context);
    }
    if (operation instanceof ItemOperation.Patch patch) {
      CosmosBulkPatchItemRequestOptions options =
          new CosmosBulkPatchItemRequestOptions().setContentResponseOnWriteEnabled(false);
      if (!patch.condition().isEmpty()) {
        options.setFilterPredicate(patch.condition());
      }
      return CosmosBulkOperations.getPatchItemOperation(
          id, partition, PointCalls.sets(patch), options, context);
    }
    return CosmosBulkOperations.getReadItemOperation(
        id, partition, new CosmosBulkItemRequestOptions(), context);
  }

  private static CosmosBulkItemRequestOptions silent() {
    return new CosmosBulkItemRequestOptions().setContentResponseOnWriteEnabled(false);
  }
}
