package io.alluvium.cdc.mysql;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.flink.table.data.TimestampData;

/** Dates and times, which the server lets be of months and days 0, and the texts it writes. */
final class Temporal {
  private static final int DATE_LENGTH = 10;
  private static final int NANO_DIGITS = 9;

  private Temporal() {}

  /** Days since the epoch, or {@link Unfit}. */
  static Object date(int year, int month, int day) {
    try {
      return (int) LocalDate.of(year, month, day).toEpochDay();
    } catch (DateTimeException e) {
      return new Unfit(dateText(year, month, day));
    }
  }

  /** As {@link #date(int, int, int)}, from the server's text. */
  static Object date(String text) {
    return date(number(text, 0, 4), number(text, 5, 7), number(text, 8, DATE_LENGTH));
  }

  static String dateText(int year, int month, int day) {
    StringBuilder text = new StringBuilder(DATE_LENGTH);
    padded(text, year, 4).append('-');
    padded(text, month, 2).append('-');
    return padded(text, day, 2).toString();
  }

  /**
   * @param micros of the second
   * @param digits of the fraction that the column has
   */
  static void timeText(
      StringBuilder text, int hours, int minutes, int seconds, int micros, int digits) {
    padded(text, hours, 2).append(':');
    padded(text, minutes, 2).append(':');
    padded(text, seconds, 2);
    if (digits > 0) {
      int end = text.length() + 1 + digits;
      padded(text.append('.'), micros, 6).setLength(end);
    }
  }

  private static StringBuilder padded(StringBuilder text, int number, int digits) {
    String plain = Integer.toString(number);
    return text.append("0".repeat(Math.max(0, digits - plain.length()))).append(plain);
  }

  /** An instant of the server's text in UTC, or {@link Unfit}: timestamp 0 stands for none. */
  static Object instant(String text) {
    try {
      int nanos = 0;
      if (text.length() > DATE_LENGTH + 10) {
        String fraction = text.substring(DATE_LENGTH + 10);
        nanos = Integer.parseInt(fraction + "0".repeat(NANO_DIGITS - fraction.length()));
      }
      LocalDateTime time =
          LocalDateTime.of(
              number(text, 0, 4),
              number(text, 5, 7),
              number(text, 8, 10),
              number(text, 11, 13),
              number(text, 14, 16),
              number(text, 17, 19),
              nanos);
      return TimestampData.fromInstant(time.toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return new Unfit(text);
    }
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text.substring(from, to));
  }
}
