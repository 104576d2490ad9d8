package io.alluvium.connectors.cosmos.store;

import java.util.List;

/** A container of Cosmos DB. */
public interface ItemStore extends AutoCloseable {

  /**
   * Asks for operations, each of another item, in no order.
   *
   * @return what came of each, in their order
   * @throws InterruptedException while it waits; operations may be done all the same
   */
  List<ItemResult> execute(List<ItemOperation> operations) throws InterruptedException;

  @Override
  void close();
}
