package io.alluvium.ingest.files;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.ingest.folder.LandingFile;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * A file that was read to its end: a row of {@code ops.landed_files}, by which later runs know it.
 *
 * @param rows that went into the inlet's table
 * @param deadLetters that went into {@code ops.dead_letters}
 * @param error why the file was given up; null where it was read whole
 */
record LandedFile(
    String inlet, LandingFile file, long rows, long deadLetters, @Nullable String error) {
  /** Behind {@code bronze} and {@code ops.dead_letters} in the order of commits. */
  static final String TABLE = "ops.landed_files";

  private static final LogicalType TEXT = VarCharType.STRING_TYPE;
  private static final LogicalType COUNT = new BigIntType();
  private static final LogicalType INSTANT = new LocalZonedTimestampType(6);

  static final RowType ROW_TYPE =
      new RowType(
          false,
          List.of(
              field("inlet", TEXT, "Name of the definition by which the file was read"),
              field("path", TEXT, "Of the file, within the inlet's folder"),
              field("modified", INSTANT, "When the file was written: with the size, its arrival"),
              field("size", COUNT, "Of the file, in bytes"),
              field("rows", COUNT, "That went into the inlet's table"),
              field("dead_letters", COUNT, "That went into ops.dead_letters"),
              field("error", TEXT, "Why the file was given up; null where it was read whole"),
              field("finished", INSTANT, "When the file's end was reached")));

  RoutedRow toRow() {
    return new RoutedRow(
        TABLE,
        ROW_TYPE,
        GenericRowData.of(
            StringData.fromString(inlet),
            StringData.fromString(file.path()),
            TimestampData.fromEpochMillis(file.modified()),
            file.size(),
            rows,
            deadLetters,
            StringData.fromString(error),
            TimestampData.fromEpochMillis(System.currentTimeMillis())));
  }

  /** The columns that tell what was read; see {@link #arrival}. */
  static RowType keyColumns() {
    return new RowType(false, ROW_TYPE.getFields().subList(0, 4));
  }

  static String inletOf(RowData row) {
    return row.getString(0).toString();
  }

  /**
   * @param row of {@link #keyColumns}
   */
  static LandingFile arrival(RowData row) {
    return new LandingFile(
        row.getString(1).toString(), row.getTimestamp(2, 6).getMillisecond(), row.getLong(3));
  }

  private static RowType.RowField field(String name, LogicalType type, String description) {
    return new RowType.RowField(name, type, description);
  }
}
