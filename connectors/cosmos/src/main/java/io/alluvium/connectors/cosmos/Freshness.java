package io.alluvium.connectors.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How fresh a table in Cosmos DB is.
 *
 * @param checkedAt when the last checkpoint of the job that writes it began, of the task that is
 *     behind: all that had come to the sink before is there
 * @param writtenAt the last time that anything had changed; empty where nothing has yet
 * @param asOf the newest time of the rows' version column; empty without one
 */
public record Freshness(Instant checkedAt, Optional<Instant> writtenAt, Optional<Instant> asOf) {

  /** Empty where the item is none of a freshness, or not all tasks have told theirs. */
  static Optional<Freshness> of(JsonNode item) {
    int tasks = item.path(FreshnessItem.TASKS).asInt(0);
    List<JsonNode> writers = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      JsonNode writer = item.path(FreshnessItem.WRITERS).path(FreshnessItem.name(task));
      if (!writer.hasNonNull(FreshnessItem.CHECKED_AT)) {
        return Optional.empty();
      }
      writers.add(writer);
    }
    return writers.stream()
        .map(writer -> Instant.parse(writer.get(FreshnessItem.CHECKED_AT).asText()))
        .min(Comparator.naturalOrder())
        .map(
            checked ->
                new Freshness(
                    checked,
                    latest(writers, FreshnessItem.WRITTEN_AT),
                    latest(writers, FreshnessItem.AS_OF)));
  }

  private static Optional<Instant> latest(List<JsonNode> writers, String property) {
    return writers.stream()
        .filter(writer -> writer.hasNonNull(property))
        .map(writer -> Instant.parse(writer.get(property).asText()))
        .max(Comparator.naturalOrder());
  }
}
