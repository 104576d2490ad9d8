package io.alluvium.connectors.cosmos.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What can be asked of an item. */
public sealed interface ItemOperation {
  ItemKey key();

  /** Makes an item that is not there. */
  record Create(ItemKey key, ObjectNode item) implements ItemOperation {}

  /** Makes an item, or takes the place of the one that is there. */
  record Upsert(ItemKey key, ObjectNode item) implements ItemOperation {}

  record Read(ItemKey key) implements ItemOperation {}

  /**
   * Takes the place of an item.
   *
   * @param etag of the item that it is for
   */
  record Replace(ItemKey key, ObjectNode item, String etag) implements ItemOperation {}

  /**
   * Sets properties of an item.
   *
   * @param sets values by path, ten at most
   * @param condition a filter predicate; empty for none
   */
  record Patch(ItemKey key, Map<String, JsonNode> sets, String condition)
      implements ItemOperation {}
}
