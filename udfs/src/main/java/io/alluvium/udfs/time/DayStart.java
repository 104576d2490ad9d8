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
 * {@code DAY_START(day, time_zone)}: the first instant of a day in the time zone, so that {@code
 * DAY_START(day + INTERVAL '1' DAY, zone)} ends it, be it of 23, 24 or 25 hours. It is not always
 * midnight. Null where an argument is null, or names no time zone; a wrong name in the statement
 * itself is refused when it is planned.
 */
public final class DayStart extends ScalarFunction implements SpecializedFunction {
  private static final long serialVersionUID = 1L;

  private transient Zones zones;

  @Override
  public UserDefinedFunction specialize(SpecializedContext context) {
    Zones.check("DAY_START", context.getCallContext(), 1);
    return this;
  }

  @Override
  public void open(FunctionContext context) {
    zones = new Zones();
  }

  /** The instant. */
  @DataTypeHint("TIMESTAMP_LTZ(6)")
  public Instant eval(
      @DataTypeHint("DATE") LocalDate day, @DataTypeHint("STRING") String timeZone) {
    ZoneId zone = zones.find(timeZone);
    return day == null || zone == null ? null : day.atStartOfDay(zone).toInstant();
  }
}
