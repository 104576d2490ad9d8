package io.alluvium.connectors.cosmos.store;

import java.util.List;

/**
 * Where an item is.
 *
 * @param partition the values of the partition key, in the order of the container's paths: texts,
 *     numbers as {@link Double}, or booleans
 */
public record ItemKey(String id, List<Object> partition) {
  @Override
  public String toString() {
    return id + " of partition " + partition;
  }
}
