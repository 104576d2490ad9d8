package io.alluvium.ingest.streams;

import io.alluvium.ingest.bronze.BronzeSchema;
import io.alluvium.ingest.record.DeclaredColumn;
import io.alluvium.ingest.record.InstantReader;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** Sets the columns of the event time, and tells the errors of clocks. Not thread-safe. */
final class EventTimeReader {
  static final StringData MISSING = StringData.fromString("missing");
  static final StringData UNREADABLE = StringData.fromString("unreadable");
  static final StringData FUTURE = StringData.fromString("in the future");
  static final StringData TOO_EARLY = StringData.fromString("too early");

  private final int column;
  private final int timeIndex;
  private final long allowedFutureMillis;
  private final long notBeforeMillis;
  private final InstantReader reader;

  EventTimeReader(StreamLayout layout, BronzeSchema schema) {
    EventTime rule = layout.eventTime();
    column = schema.indexOf(rule.column());
    DeclaredColumn declared = layout.columns().get(column);
    reader = new InstantReader(declared.type(), rule.form(declared));
    timeIndex = schema.indexOf(StreamLayout.EVENT_TIME);
    allowedFutureMillis = rule.allowedFuture().toMillis();
    notBeforeMillis = rule.notBefore() == null ? Long.MIN_VALUE : rule.notBefore().toEpochMilli();
  }

  /**
   * @param now milliseconds of our clock
   */
  void set(GenericRowData row, long now) {
    Object value = row.getField(column);
    TimestampData time = value == null ? null : reader.read(value);
    row.setField(timeIndex, time);
    row.setField(timeIndex + 1, problem(value, time, now));
  }

  @Nullable
  private StringData problem(@Nullable Object value, @Nullable TimestampData time, long now) {
    if (value == null) {
      return MISSING;
    } else if (time == null) {
      return UNREADABLE;
    } else if (time.getMillisecond() > now + allowedFutureMillis) {
      return FUTURE;
    } else if (time.getMillisecond() < notBeforeMillis) {
      return TOO_EARLY;
    }
    return null;
  }
}
