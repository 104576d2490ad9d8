package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * One commit of the log.
 *
 * @param actions the lines of its file, in order
 */
record Commit(long version, List<JsonNode> actions) {

  /** The bodies of all actions of a kind. */
  List<JsonNode> all(String kind) {
    return actions.stream().filter(action -> action.has(kind)).map(a -> a.get(kind)).toList();
  }

  Optional<JsonNode> first(String kind) {
    return all(kind).stream().findFirst();
  }
}
