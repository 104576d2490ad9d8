package io.alluvium.connectors.snowflake;

import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** The version of a row by one of its columns: a number, days, or microseconds since 1970. */
record RowVersion(int index, LogicalType type) implements Serializable {
  private static final long MICROS_PER_MILLI = 1_000;
  private static final int NANOS_PER_MICRO = 1_000;

  /**
   * @param column null where rows have no version
   * @throws ValidationException where there is no such column, or it is no version
   */
  @Nullable
  static RowVersion of(@Nullable String column, RowType rowType) {
    if (column == null) {
      return null;
    }
    int index = rowType.getFieldIndex(column);
    if (index < 0) {
      throw new ValidationException(
          "Option 'version.column' names '"
              + column
              + "'; the table has "
              + rowType.getFieldNames()
              + ".");
    }
    RowVersion version = new RowVersion(index, rowType.getTypeAt(index));
    if (!version.isOrdered()) {
      throw new ValidationException(
          "Option 'version.column' names '"
              + column
              + "' of type "
              + rowType.getTypeAt(index).asSummaryString()
              + "; a version is a whole number, a DATE or a timestamp.");
    }
    return version;
  }

  private boolean isOrdered() {
    return switch (type.getTypeRoot()) {
      case TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          DATE,
          TIMESTAMP_WITHOUT_TIME_ZONE,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          true;
      default -> false;
    };
  }

  boolean isKnown(RowData row) {
    return !row.isNullAt(index);
  }

  /** Where it is known. */
  long of(RowData row) {
    return switch (type.getTypeRoot()) {
      case TINYINT -> row.getByte(index);
      case SMALLINT -> row.getShort(index);
      case INTEGER, DATE -> row.getInt(index);
      case BIGINT -> row.getLong(index);
      default -> micros(row.getTimestamp(index, LogicalTypeChecks.getPrecision(type)));
    };
  }

  /** Of any year that a timestamp may have. */
  private static long micros(TimestampData time) {
    return time.getMillisecond() * MICROS_PER_MILLI + time.getNanoOfMillisecond() / NANOS_PER_MICRO;
  }
}
