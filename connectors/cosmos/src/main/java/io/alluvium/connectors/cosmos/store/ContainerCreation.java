package io.alluvium.connectors.cosmos.store;

import com.azure.cosmos.CosmosAsyncClient;
import com.azure.cosmos.CosmosException;
import com.azure.cosmos.models.CosmosContainerProperties;
import com.azure.cosmos.models.PartitionKeyDefinition;
import com.azure.cosmos.models.PartitionKeyDefinitionVersion;
import com.azure.cosmos.models.PartitionKind;
import java.io.Serializable;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * How a container is made that is not there: with its time to live on, and else as Azure does by
 * default.
 *
 * @param partitionPaths of its partition key
 */
public record ContainerCreation(List<String> partitionPaths) implements Serializable {
  private static final int ON_WITHOUT_DEFAULT = -1;
  private static final int CONFLICT = 409;

  /** Makes the database and the container, unless others just do. */
  void create(CosmosAsyncClient client, ContainerAddress address) {
    PartitionKeyDefinition partition =
        new PartitionKeyDefinition()
            .setPaths(partitionPaths)
            .setKind(partitionPaths.size() == 1 ? PartitionKind.HASH : PartitionKind.MULTI_HASH)
            .setVersion(PartitionKeyDefinitionVersion.V2);
    CosmosContainerProperties container =
        new CosmosContainerProperties(address.container(), partition)
            .setDefaultTimeToLiveInSeconds(ON_WITHOUT_DEFAULT);
    make(client.createDatabase(address.database()), address);
    make(client.getDatabase(address.database()).createContainer(container), address);
  }

  private static void make(Mono<?> creation, ContainerAddress address) {
    creation
        .onErrorComplete(
            failure ->
                failure instanceof CosmosException known && known.getStatusCode() == CONFLICT)
        .then()
        .block(address.timeout());
  }
}
