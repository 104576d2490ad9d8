package io.alluvium.ingest.record;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import javax.annotation.Nullable;

/** Reads texts as times of one form. Not thread-safe. */
abstract sealed class TimeReader
    permits IsoTimeReader, FixedWidthTimeReader, TimeReader.ByFormatter {
  /**
   * @return whether the text is such a time, which then is in {@code time}
   */
  abstract boolean read(CharSequence text, WallClockTime time);

  /**
   * @param pattern null for ISO 8601
   */
  static TimeReader of(@Nullable String pattern) {
    if (pattern == null) {
      return new IsoTimeReader();
    }
    return FixedWidthTimeReader.isFixedWidth(pattern)
        ? new FixedWidthTimeReader(pattern)
        : new ByFormatter(formatter(pattern));
  }

  static void checkPattern(String pattern) {
    formatter(pattern);
  }

  private static DateTimeFormatter formatter(String pattern) {
    // Strict, so that there is no 30 February; a year of an era would then need its era.
    String strict = pattern.replace('y', 'u');
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(strict)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** Any pattern. */
  static final class ByFormatter extends TimeReader {
    private final DateTimeFormatter formatter;

    private ByFormatter(DateTimeFormatter formatter) {
      this.formatter = formatter;
    }

    @Override
    boolean read(CharSequence text, WallClockTime time) {
      try {
        TemporalAccessor parsed = formatter.parse(text);
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)
            && parsed.query(TemporalQueries.offset()) == null
            && parsed.query(TemporalQueries.localDate()) == null) {
          time.set(
              parsed.getLong(ChronoField.INSTANT_SECONDS), parsed.get(ChronoField.NANO_OF_SECOND));
          time.offset(0);
          return true;
        }
        LocalDate date = parsed.query(TemporalQueries.localDate());
        if (date == null) {
          return false;
        }
        LocalTime clock = parsed.query(TemporalQueries.localTime());
        LocalDateTime local = date.atTime(clock == null ? LocalTime.MIDNIGHT : clock);
        time.set(local.toEpochSecond(ZoneOffset.UTC), local.getNano());
        ZoneOffset offset = parsed.query(TemporalQueries.offset());
        if (offset != null) {
          time.offset(offset.getTotalSeconds());
        } else if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
          long instant = parsed.getLong(ChronoField.INSTANT_SECONDS);
          time.offset(Math.toIntExact(local.toEpochSecond(ZoneOffset.UTC) - instant));
        }
        return true;
      } catch (DateTimeException | ArithmeticException e) {
        return false;
      }
    }
  }
}
