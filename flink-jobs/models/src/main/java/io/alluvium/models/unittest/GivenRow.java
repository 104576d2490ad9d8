package io.alluvium.models.unittest;

import io.alluvium.models.project.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/**
 * A row that a test gives.
 *
 * @param changes one, or the two of an update, which always come together
 * @param key the values of the key; all rows of one key come in their order
 * @param time of the event, where the table has a watermark
 * @param text for people
 */
record GivenRow(
    List<Row> changes, List<Object> key, Optional<Instant> time, String text, Origin origin) {
  /** Whether it is anything but a new row. */
  boolean isChange() {
    return changes.stream().anyMatch(change -> change.getKind() != RowKind.INSERT);
  }
}
