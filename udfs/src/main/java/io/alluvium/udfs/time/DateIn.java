package io.alluvium.udfs.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;

/**
 * {@code DATE_IN(instant, time_zone)}: the day that it is in the time zone at the instant, whatever
 * the time zone of the session. Null where an argument is null, or names no time zone; a wrong name
 * in the statement itself is refused when it is planned.
 */
public final class DateIn extends ScalarFunction implements SpecializedFunction {
  private static final long serialVersionUID = 1L;

  private transient Zones zones;

  @Override
  public UserDefinedFunction specialize(SpecializedContext context) {
    Zones.check("DATE_IN", context.getCallContext(), 1);
    return this;
  }

  @Override
  public void open(FunctionContext context) {
    zones = new Zones();
  }

  /** The local date. */
  @DataTypeHint("DATE")
  public LocalDate eval(
      @DataTypeHint("TIMESTAMP_LTZ(6)") Instant instant, @DataTypeHint("STRING") String timeZone) {
    ZoneId zone = zones.find(timeZone);
    return instant == null || zone == null ? null : LocalDate.ofInstant(instant, zone);
  }
}
