package io.alluvium.connectors.delta.sink.hold;

import io.alluvium.connectors.delta.DeltaException;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** A column of rows as a time. */
final class TimeOfRow implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int position;
  private final LogicalTypeRoot kind;
  private final int precision;
  private final ZoneId zone;

  /**
   * @param zone of times that name none
   */
  TimeOfRow(String tablePath, RowType rowType, String column, ZoneId zone) {
    this.position = rowType.getFieldIndex(column);
    if (position < 0) {
      throw new DeltaException(
          "Table "
              + tablePath
              + " has no column '"
              + column
              + "', by which its partitions are to be held back. Name one of "
              + rowType.getFieldNames()
              + ".");
    }
    LogicalType type = rowType.getTypeAt(position);
    this.kind = type.getTypeRoot();
    this.zone = zone;
    this.precision =
        switch (kind) {
          case DATE -> 0;
          case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              LogicalTypeChecks.getPrecision(type);
          default ->
              throw new DeltaException(
                  "Column '"
                      + column
                      + "' of table "
                      + tablePath
                      + " is "
                      + type.asSummaryString()
                      + ", but partitions are held back by a DATE or TIMESTAMP. Name another"
                      + " column.");
        };
  }

  /** Empty where the row has none. */
  Optional<ZonedDateTime> of(RowData row) {
    if (row.isNullAt(position)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (kind) {
          case DATE -> LocalDate.ofEpochDay(row.getInt(position)).atStartOfDay(zone);
          case TIMESTAMP_WITHOUT_TIME_ZONE ->
              row.getTimestamp(position, precision).toLocalDateTime().atZone(zone);
          default -> instant(row).atZone(zone);
        });
  }

  private Instant instant(RowData row) {
    return row.getTimestamp(position, precision).toInstant();
  }
}
