package io.alluvium.connectors.cosmos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.connectors.cosmos.store.ItemKey;
import javax.annotation.Nullable;

/**
 * What an item is to become.
 *
 * @param item without its stamp: the row, or its tombstone
 * @param deleted whether it is a tombstone
 * @param version of the change; null where it counts by its order alone
 */
record ItemChange(ItemKey key, ObjectNode item, boolean deleted, @Nullable Long version) {
  boolean isVersioned() {
    return version != null;
  }
}
