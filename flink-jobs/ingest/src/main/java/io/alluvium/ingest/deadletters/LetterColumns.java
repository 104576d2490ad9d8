package io.alluvium.ingest.deadletters;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** The columns of a dead letter that tell about it, without what it holds. */
final class LetterColumns {
  static final int INLET = 0;
  static final int SOURCE = 1;
  static final int POSITION = 2;
  static final int ERROR_CLASS = 3;
  static final int REASON = 4;
  static final int TIME = 5;
  static final int INGEST_TIME = 6;
  static final int SEQUENCE = 7;

  static final RowType SUMMARY =
      new RowType(
          List.of(
                  "inlet",
                  "source",
                  "position",
                  "error_class",
                  "reason",
                  "time",
                  "ingest_time",
                  "sequence")
              .stream()
              .map(
                  name ->
                      DeadLetter.ROW_TYPE.getFields().get(DeadLetter.ROW_TYPE.getFieldIndex(name)))
              .toList());

  private LetterColumns() {}

  /** Empty where there is none. */
  static String text(RowData row, int index) {
    return row.isNullAt(index) ? "" : row.getString(index).toString();
  }

  static Optional<Instant> time(RowData row, int index) {
    return row.isNullAt(index)
        ? Optional.empty()
        : Optional.of(row.getTimestamp(index, 6).toInstant());
  }

  /** Tells the letters of an inlet apart. */
  static String key(String source, String position) {
    return source.length() + ":" + source + position;
  }
}
