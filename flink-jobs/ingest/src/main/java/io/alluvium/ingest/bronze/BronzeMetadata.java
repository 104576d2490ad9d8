package io.alluvium.ingest.bronze;

import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/**
 * Where a bronze row comes from, and when it came.
 *
 * @param operation what happened to the row at its source
 * @param source what it came from: a topic, a table, a file, an address
 * @param position where the original is in the source; unique within the source
 * @param sequence ascends with the arrival of the rows of one key; null where there is no order
 * @param sourceTime when the source took it; null where the source does not tell
 * @param ingestTime when it was read
 */
public record BronzeMetadata(
    BronzeOperation operation,
    StringData source,
    StringData position,
    @Nullable Long sequence,
    @Nullable TimestampData sourceTime,
    TimestampData ingestTime) {
  public BronzeMetadata {
    Objects.requireNonNull(operation);
    Objects.requireNonNull(source);
    Objects.requireNonNull(position);
    Objects.requireNonNull(ingestTime);
  }
}
