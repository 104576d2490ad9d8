package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Commands that are sent together, in parts whose keys are of one server. */
final class Commands {
  private final Map<Integer, Part> parts = new LinkedHashMap<>();

  /**
   * Commands of one slot, in their order.
   *
   * @param rows for each command those that it is about, in order; empty for none
   */
  record Part(int slot, CommandBuffer bytes, List<List<RowKey>> rows) {

    /** To be called once for each command that is added to the bytes. */
    void add(List<RowKey> about) {
      rows.add(about);
    }
  }

  Part part(int slot) {
    return parts.computeIfAbsent(
        slot, number -> new Part(number, new CommandBuffer(), new ArrayList<>()));
  }

  Collection<Part> parts() {
    return parts.values();
  }
}
