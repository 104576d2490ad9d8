package io.alluvium.connectors.delta.source.scan;

import java.util.Arrays;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;

/** What a row can tell about the commit that it was read from, beside its columns. */
@Internal
public enum ReadableMetadata {
  /**
   * Of the commit that appended or changed the row; of the snapshot that an old row was read in.
   */
  COMMIT_VERSION("commit_version", new BigIntType(false)) {
    @Override
    public Object of(long version, long timestamp) {
      return version;
    }
  },
  /** When that commit was made. */
  COMMIT_TIMESTAMP("commit_timestamp", new LocalZonedTimestampType(false, 3)) {
    @Override
    public Object of(long version, long timestamp) {
      return TimestampData.fromEpochMillis(timestamp);
    }
  };

  private final String key;
  private final LogicalType type;

  ReadableMetadata(String key, LogicalType type) {
    this.key = key;
    this.type = type;
  }

  public static ReadableMetadata of(String key) {
    return Arrays.stream(values())
        .filter(metadata -> metadata.key.equals(key))
        .findFirst()
        .orElseThrow(() -> new ValidationException("Delta tables have no metadata '" + key + "'."));
  }

  public String key() {
    return key;
  }

  public LogicalType type() {
    return type;
  }

  /** In Flink's internal data format. */
  public abstract Object of(long version, long timestamp);
}
