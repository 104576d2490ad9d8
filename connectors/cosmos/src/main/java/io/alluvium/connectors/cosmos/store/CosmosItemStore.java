package io.alluvium.connectors.cosmos.store;

import com.azure.cosmos.CosmosAsyncClient;
import com.azure.cosmos.CosmosAsyncContainer;
import com.azure.cosmos.models.CosmosBulkItemResponse;
import com.azure.cosmos.models.CosmosBulkOperationResponse;
import com.azure.cosmos.models.CosmosContainerProperties;
import com.azure.cosmos.models.CosmosItemResponse;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.connectors.cosmos.store.ItemResult.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.annotation.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A container by Microsoft's client: one operation by itself, several in bulk. It tries nothing
 * again that may have been done, nor waits where the server is throttled: it tells.
 */
public final class CosmosItemStore implements ItemStore {
  private static final int NOT_FOUND = 404;

  private final CosmosAsyncClient client;
  private final CosmosAsyncContainer container;
  private final ContainerAddress address;
  private final ContainerDefinition definition;
  private final boolean ownsClient;

  private CosmosItemStore(
      CosmosAsyncClient client,
      CosmosAsyncContainer container,
      ContainerAddress address,
      ContainerDefinition definition,
      boolean ownsClient) {
    this.client = client;
    this.container = container;
    this.address = address;
    this.definition = definition;
    this.ownsClient = ownsClient;
  }

  /**
   * Connects, and reads how the container is defined.
   *
   * @param creation how it is made where it is not there; null where it must be
   * @param patience tells whether to try again, and has waited then
   * @throws CosmosStoreException where the account, the credential or the container is not there
   */
  public static CosmosItemStore open(
      ContainerAddress address,
      Authentication authentication,
      @Nullable ContainerCreation creation,
      Patience patience)
      throws IOException, InterruptedException {
    while (true) {
      CosmosAsyncClient client = null;
      try {
        client = CosmosClients.connect(address, authentication);
        CosmosItemStore store = open(client, address, creation, true);
        client = null;
        return store;
      } catch (RuntimeException e) {
        again(address, e, patience);
      } finally {
        if (client != null) {
          client.close();
        }
      }
    }
  }

  /** Another container of the database, by the same client, which this one closes. */
  public CosmosItemStore sibling(String name, Patience patience)
      throws IOException, InterruptedException {
    ContainerAddress other = address.sibling(name);
    while (true) {
      try {
        return open(client, other, null, false);
      } catch (RuntimeException e) {
        again(other, e, patience);
      }
    }
  }

  private static CosmosItemStore open(
      CosmosAsyncClient client,
      ContainerAddress address,
      @Nullable ContainerCreation creation,
      boolean ownsClient) {
    CosmosAsyncContainer container =
        client.getDatabase(address.database()).getContainer(address.container());
    CosmosContainerProperties properties;
    try {
      properties = container.read().block(address.timeout()).getProperties();
    } catch (RuntimeException e) {
      int status = StoreFailures.result(e).status();
      if (creation == null || status != NOT_FOUND) {
        throw e;
      }
      creation.create(client, address);
      properties = container.read().block(address.timeout()).getProperties();
    }
    return new CosmosItemStore(client, container, address, definition(properties), ownsClient);
  }

  private static void again(ContainerAddress address, RuntimeException e, Patience patience)
      throws CosmosStoreException, InterruptedException {
    ItemResult failure = StoreFailures.result(e);
    if (!patience.again(failure)) {
      throw StoreFailures.describe(address, "cannot be used", failure);
    }
  }

  private static ContainerDefinition definition(CosmosContainerProperties properties) {
    Integer timeToLive = properties.getDefaultTimeToLiveInSeconds();
    return new ContainerDefinition(
        List.copyOf(properties.getPartitionKeyDefinition().getPaths()),
        timeToLive == null ? OptionalInt.empty() : OptionalInt.of(timeToLive));
  }

  public ContainerDefinition definition() {
    return definition;
  }

  @Override
  public List<ItemResult> execute(List<ItemOperation> operations) throws InterruptedException {
    return switch (operations.size()) {
      case 0 -> List.of();
      case 1 -> List.of(executeOne(operations.get(0)));
      default -> executeBulk(operations);
    };
  }

  private ItemResult executeOne(ItemOperation operation) throws InterruptedException {
    Mono<CosmosItemResponse<ObjectNode>> answer = PointCalls.call(container, operation);
    ItemResult[] result = {noAnswer()};
    Throwable failure = await(answer.doOnNext(response -> result[0] = result(response)).then());
    return failure == null ? result[0] : StoreFailures.result(failure);
  }

  private static ItemResult result(CosmosItemResponse<ObjectNode> response) {
    int status = response.getStatusCode();
    return new ItemResult(
        ItemResult.outcome(status, 0),
        status,
        0,
        response.getETag(),
        response.getItem(),
        Duration.ZERO,
        response.getRequestCharge(),
        "");
  }

  private List<ItemResult> executeBulk(List<ItemOperation> operations) throws InterruptedException {
    List<ItemResult> results =
        Collections.synchronizedList(
            new ArrayList<>(Collections.nCopies(operations.size(), (ItemResult) null)));
    Throwable failure =
        await(
            container
                .<Integer>executeBulkOperations(
                    Flux.range(0, operations.size())
                        .map(index -> BulkOperations.of(operations.get(index), index)),
                    BulkOperations.options(operations.size()))
                .doOnNext(answer -> results.set(answer.getOperation().getContext(), result(answer)))
                .then());
    ItemResult rest = failure == null ? noAnswer() : StoreFailures.result(failure);
    if (rest.outcome() == Outcome.MISSING) {
      // Not of an item: of what the client has asked about the container.
      rest = rest.as(Outcome.CONTAINER_MISSING);
    }
    ItemResult missing = rest;
    results.replaceAll(result -> result == null ? missing : result);
    return List.copyOf(results);
  }

  private static ItemResult result(CosmosBulkOperationResponse<Integer> answer) {
    CosmosBulkItemResponse response = answer.getResponse();
    if (response == null) {
      return StoreFailures.result(answer.getException());
    }
    int status = response.getStatusCode();
    Duration retryAfter = response.getRetryAfterDuration();
    boolean read = response.isSuccessStatusCode();
    return new ItemResult(
        ItemResult.outcome(status, response.getSubStatusCode()),
        status,
        response.getSubStatusCode(),
        response.getETag(),
        read ? response.getItem(ObjectNode.class) : null,
        retryAfter == null ? Duration.ZERO : retryAfter,
        response.getRequestCharge(),
        "");
  }

  private static ItemResult noAnswer() {
    return ItemResult.failed(0, 0, "an end without an answer");
  }

  /** Waits for the end, and returns why it was none. */
  private Throwable await(Mono<Void> work) throws InterruptedException {
    CompletableFuture<Void> done = work.toFuture();
    try {
      done.get(address.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (TimeoutException e) {
      return new TimeoutException("nothing within " + address.timeout().toSeconds() + " s");
    } finally {
      done.cancel(true);
    }
  }

  @Override
  public void close() {
    if (ownsClient) {
      client.close();
    }
  }
}
