package io.alluvium.connectors.cosmos;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** The version of a row by one of its columns: a number, days, or microseconds since 1970. */
record RowVersion(int index, LogicalType type) implements Serializable {

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

  @Nullable
  Long of(RowData row) {
    if (row.isNullAt(index)) {
      return null;
    }
    return switch (type.getTypeRoot()) {
      case TINYINT -> (long) row.getByte(index);
      case SMALLINT -> (long) row.getShort(index);
      case INTEGER, DATE -> (long) row.getInt(index);
      case BIGINT -> row.getLong(index);
      default ->
          ChronoUnit.MICROS.between(
              Instant.EPOCH,
              row.getTimestamp(index, LogicalTypeChecks.getPrecision(type)).toInstant());
    };
  }

  boolean isTime() {
    return time(0).isPresent();
  }

  /** A version as a time; empty where it is none. */
  Optional<Instant> time(long version) {
    return switch (type.getTypeRoot()) {
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          Optional.of(Instant.EPOCH.plus(version, ChronoUnit.MICROS));
      case DATE -> Optional.of(Instant.EPOCH.plus(Duration.ofDays(version)));
      default -> Optional.empty();
    };
  }
}
