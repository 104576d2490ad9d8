package io.alluvium.udfs.time;

import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.functions.ScalarFunction;

/**
 * {@code TO_MILLIS(instant)}: an instant without what is below milliseconds, as event time is kept.
 * The same as {@code CAST(instant AS TIMESTAMP_LTZ(3))}, which costs more, since Flink goes by the
 * digits of the fraction. Null where the instant is.
 */
public final class ToMillis extends ScalarFunction {
  private static final long serialVersionUID = 1L;

  /** The instant. */
  @DataTypeHint(value = "TIMESTAMP_LTZ(3)", bridgedTo = TimestampData.class)
  public TimestampData eval(
      @DataTypeHint(value = "TIMESTAMP_LTZ(6)", bridgedTo = TimestampData.class)
          TimestampData instant) {
    return instant == null ? null : TimestampData.fromEpochMillis(instant.getMillisecond());
  }
}
