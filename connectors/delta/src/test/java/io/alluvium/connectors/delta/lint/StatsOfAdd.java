package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** The statistics of an {@code add}, for rules to which broken ones are none. */
final class StatsOfAdd {
  // A decimal's bound is exact.
  static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private StatsOfAdd() {}

  static JsonNode parse(JsonNode add) {
    try {
      return add.hasNonNull("stats")
          ? JSON.readTree(add.get("stats").asText())
          : MissingNode.getInstance();
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** -1 where the statistics do not say. */
  static long numRecords(JsonNode add) {
    return parse(add).path("numRecords").asLong(-1);
  }
}
