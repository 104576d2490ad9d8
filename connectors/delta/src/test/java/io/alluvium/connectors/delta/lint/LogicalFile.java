package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What identifies a file of the table: its path and the deletion vector that goes with it.
 *
 * @param vector the protocol's {@code uniqueId}; empty where there is no vector
 */
record LogicalFile(String path, String vector) {

  static LogicalFile of(JsonNode action) {
    return new LogicalFile(action.path("path").asText(), vectorOf(action.path("deletionVector")));
  }

  private static String vectorOf(JsonNode descriptor) {
    if (descriptor.isMissingNode() || descriptor.isNull()) {
      return "";
    }
    String id =
        descriptor.path("storageType").asText() + descriptor.path("pathOrInlineDv").asText();
    return descriptor.hasNonNull("offset") ? id + "@" + descriptor.get("offset").asText() : id;
  }

  @Override
  public String toString() {
    return vector.isEmpty() ? path : path + " with vector " + vector;
  }
}
