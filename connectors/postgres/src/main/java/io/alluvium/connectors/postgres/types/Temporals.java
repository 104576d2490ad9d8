package io.alluvium.connectors.postgres.types;

import java.time.LocalDate;

/** PostgreSQL's dates and times, which count from the year 2000, as text. */
final class Temporals {
  static final long MICROS_PER_SECOND = 1_000_000;
  static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  /** From 1970 to 2000. */
  static final int EPOCH_DAYS = 10_957;

  static final long EPOCH_MICROS = EPOCH_DAYS * MICROS_PER_DAY;

  /** The first day of year 1, and the last of year 9999, since 1970. */
  static final long FIRST_DAY = -719_162;

  static final long LAST_DAY = 2_932_896;

  static final String INFINITY = "infinity";
  static final String MINUS_INFINITY = "-infinity";

  private static final String BEFORE_CHRIST = " BC";
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SECONDS_PER_HOUR = 3600;
  private static final int MILLIS_DIGITS = 3;
  private static final int MICROS_DIGITS = 6;

  private Temporals() {}

  static boolean isInRange(long epochDay) {
    return epochDay >= FIRST_DAY && epochDay <= LAST_DAY;
  }

  /** As the server writes it. */
  static String date(long epochDay) {
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    return datePart(date) + era(date);
  }

  private static String datePart(LocalDate date) {
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    StringBuilder text = new StringBuilder("yyyy-MM-dd".length());
    padded(text, year, 4);
    padded(text.append('-'), date.getMonthValue(), 2);
    padded(text.append('-'), date.getDayOfMonth(), 2);
    return text.toString();
  }

  private static String era(LocalDate date) {
    return date.getYear() > 0 ? "" : BEFORE_CHRIST;
  }

  /**
   * A date and time.
   *
   * @param micros since 2000: since 1970, those of the last years are too many for a long
   * @param zone written behind the time
   */
  static String timestamp(long micros, String zone) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, MICROS_PER_DAY) + EPOCH_DAYS);
    return datePart(date) + " " + time(Math.floorMod(micros, MICROS_PER_DAY)) + zone + era(date);
  }

  /** With no fraction of seconds, or with 3 or 6 digits of it. */
  static String time(long micros) {
    long seconds = micros / MICROS_PER_SECOND;
    StringBuilder text = new StringBuilder("HH:mm:ss.SSSSSS".length());
    padded(text, seconds / SECONDS_PER_HOUR, 2);
    padded(text.append(':'), seconds / SECONDS_PER_MINUTE % SECONDS_PER_MINUTE, 2);
    padded(text.append(':'), seconds % SECONDS_PER_MINUTE, 2);
    long fraction = micros % MICROS_PER_SECOND;
    if (fraction % 1000 != 0) {
      padded(text.append('.'), fraction, MICROS_DIGITS);
    } else if (fraction != 0) {
      padded(text.append('.'), fraction / 1000, MILLIS_DIGITS);
    }
    return text.toString();
  }

  private static void padded(StringBuilder text, long number, int digits) {
    String plain = Long.toString(number);
    text.append("0".repeat(Math.max(0, digits - plain.length()))).append(plain);
  }

  /** Brings a fraction of seconds, if there is one, to 3 or 6 digits. */
  static String withFraction(String text) {
    int point = text.indexOf('.');
    if (point < 0) {
      return text;
    }
    int end = point + 1;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    int digits = end - point - 1;
    int wanted = digits <= MILLIS_DIGITS ? MILLIS_DIGITS : MICROS_DIGITS;
    return text.substring(0, end) + "0".repeat(wanted - digits) + text.substring(end);
  }

  /** An offset east of Greenwich, as the server writes it. */
  static String offset(int seconds) {
    int size = Math.abs(seconds);
    StringBuilder text = new StringBuilder().append(seconds < 0 ? '-' : '+');
    padded(text, size / SECONDS_PER_HOUR, 2);
    int rest = size % SECONDS_PER_HOUR;
    if (rest != 0) {
      padded(text.append(':'), rest / SECONDS_PER_MINUTE, 2);
      if (rest % SECONDS_PER_MINUTE != 0) {
        padded(text.append(':'), rest % SECONDS_PER_MINUTE, 2);
      }
    }
    return text.toString();
  }
}
