package io.alluvium.ingest.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import javax.annotation.Nullable;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** Conversions to times. */
final class TimeConversions {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final BigInteger LAST_SECOND = BigInteger.valueOf(253_402_300_799L);
  private static final BigInteger FIRST_SECOND = BigInteger.valueOf(-62_167_219_200L);

  private TimeConversions() {}

  /** What all have: a reader of the column's form. */
  abstract static class TimeConversion extends ValueConversion {
    final WallClockTime time = new WallClockTime();
    @Nullable private final EpochUnit epoch;
    @Nullable private final ZoneId zone;
    private final boolean inUtc;
    private final TimeReader reader;

    TimeConversion(TimeForm form) {
      this.epoch = form.epoch();
      this.zone = form.zone() == null ? null : ZoneId.of(form.zone());
      this.inUtc = zone != null && zone.normalized().equals(ZoneOffset.UTC);
      this.reader = TimeReader.of(form.pattern());
    }

    final boolean read(String text) {
      return reader.read(text, time);
    }

    final boolean isInstant() {
      return time.isOffsetGiven() || zone != null;
    }

    /** Seconds from the epoch of the time that was read. */
    final long epochSecond() {
      if (time.isOffsetGiven()) {
        return time.localSecond() - time.offsetSeconds();
      }
      return inUtc
          ? time.localSecond()
          : LocalDateTime.ofEpochSecond(time.localSecond(), 0, ZoneOffset.UTC)
              .atZone(zone)
              .toEpochSecond();
    }

    @Override
    Object fromLong(long value) {
      if (epoch == null) {
        return null;
      }
      long perSecond = epoch.perSecond();
      long second = Math.floorDiv(value, perSecond);
      long nanos = Math.floorMod(value, perSecond) * (NANOS_PER_SECOND / perSecond);
      return inRange(BigInteger.valueOf(second)) ? fromEpoch(second, (int) nanos) : null;
    }

    @Override
    Object fromDecimal(BigDecimal value) {
      if (epoch == null || value.precision() - (long) value.scale() > 30 || value.scale() > 40) {
        return null;
      }
      BigInteger nanos =
          value
              .multiply(BigDecimal.valueOf(NANOS_PER_SECOND / epoch.perSecond()))
              .setScale(0, RoundingMode.FLOOR)
              .toBigInteger();
      BigInteger[] parts = nanos.divideAndRemainder(BigInteger.valueOf(NANOS_PER_SECOND));
      if (!inRange(parts[0])) {
        return null;
      }
      long second = parts[0].longValueExact();
      int rest = parts[1].intValueExact();
      return rest < 0
          ? fromEpoch(second - 1, rest + (int) NANOS_PER_SECOND)
          : fromEpoch(second, rest);
    }

    private static boolean inRange(BigInteger second) {
      return second.compareTo(FIRST_SECOND) > 0 && second.compareTo(LAST_SECOND) < 0;
    }

    @Nullable
    abstract Object fromEpoch(long second, int nanos);

    @Override
    boolean takesText() {
      return true;
    }
  }

  static TimestampData timestamp(long second, int nanos, int precision) {
    int kept = nanos;
    if (precision < 9) {
      int unit = (int) Math.pow(10, 9 - precision);
      kept -= kept % unit;
    }
    return TimestampData.fromEpochMillis(
        Math.addExact(Math.multiplyExact(second, 1_000L), kept / NANOS_PER_MILLI),
        kept % NANOS_PER_MILLI);
  }

  /** A text that is a time, kept as it is. */
  static final class TimeTextConversion extends TimeConversion {
    private final String form;

    TimeTextConversion(TimeForm form) {
      super(form);
      this.form = form.pattern() == null ? "ISO 8601" : form.pattern();
    }

    @Override
    Object fromText(String text) {
      return read(text) ? StringData.fromString(text) : null;
    }

    @Override
    boolean isText() {
      return true;
    }

    @Override
    Object fromEpoch(long second, int nanos) {
      return null;
    }

    @Override
    String expected() {
      return "a time as " + form;
    }
  }

  /** An instant. */
  static final class InstantConversion extends TimeConversion {
    private final int precision;

    InstantConversion(TimeForm form, int precision) {
      super(form);
      this.precision = precision;
    }

    @Override
    Object fromText(String text) {
      return read(text) && isInstant() ? fromEpoch(epochSecond(), time.nano()) : null;
    }

    /** The instant at which clocks of the form's zone show a time. */
    TimestampData atZone(TimestampData clock) {
      time.set(
          Math.floorDiv(clock.getMillisecond(), 1_000L),
          (int) Math.floorMod(clock.getMillisecond(), 1_000L) * NANOS_PER_MILLI
              + clock.getNanoOfMillisecond());
      return timestamp(epochSecond(), time.nano(), precision);
    }

    @Override
    Object fromEpoch(long second, int nanos) {
      return timestamp(second, nanos, precision);
    }

    @Override
    String expected() {
      return "an instant";
    }
  }

  /** A time on a clock somewhere. */
  static final class LocalTimeConversion extends TimeConversion {
    private final int precision;

    LocalTimeConversion(TimeForm form, int precision) {
      super(form);
      this.precision = precision;
    }

    @Override
    Object fromText(String text) {
      return read(text) && !time.isOffsetGiven()
          ? timestamp(time.localSecond(), time.nano(), precision)
          : null;
    }

    @Override
    Object fromEpoch(long second, int nanos) {
      return timestamp(second, nanos, precision);
    }

    @Override
    String expected() {
      return "a time without an offset";
    }
  }

  /** A day. */
  static final class DateConversion extends TimeConversion {
    DateConversion(TimeForm form) {
      super(form);
    }

    @Override
    Object fromText(String text) {
      return read(text) && time.isMidnight() && !time.isOffsetGiven()
          ? (Object) (int) time.localDay()
          : null;
    }

    @Override
    Object fromEpoch(long second, int nanos) {
      return null;
    }

    @Override
    String expected() {
      return "a day";
    }
  }
}
