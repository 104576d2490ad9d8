package io.alluvium.connectors.postgres.types;

import java.time.LocalDate;

/** Reads the server's ISO dates and times, of the years that Flink's types have. */
final class TemporalParser {
  /** For what is not of the usual form: an infinity, a year before Christ or after 9999. */
  static final long UNUSUAL = Long.MIN_VALUE;

  private static final int DATE_LENGTH = 10;
  private static final int TIME_LENGTH = 8;
  private static final int MICROS_DIGITS = 6;

  private final byte[] bytes;
  private final int end;
  private int at;

  private TemporalParser(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.at = offset;
    this.end = offset + length;
  }

  /** Days since 1970. */
  static long day(byte[] bytes, int offset, int length) {
    return length == DATE_LENGTH && bytes[offset + 4] == '-'
        ? new TemporalParser(bytes, offset, length).day()
        : UNUSUAL;
  }

  /** Microseconds since 1970, of a date and time with its offset. */
  static long instant(byte[] bytes, int offset, int length) {
    boolean usual =
        length > DATE_LENGTH + TIME_LENGTH
            && bytes[offset + 4] == '-'
            && bytes[offset + length - 1] != 'C';
    return usual ? new TemporalParser(bytes, offset, length).instant() : UNUSUAL;
  }

  private long day() {
    int year = number(4);
    at++;
    int month = number(2);
    at++;
    return LocalDate.of(year, month, number(2)).toEpochDay();
  }

  private long instant() {
    long days = day();
    at++;
    long seconds = clock();
    long micros = 0;
    if (bytes[at] == '.') {
      at++;
      int digits = 0;
      while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
        micros = micros * 10 + (bytes[at++] - '0');
        digits++;
      }
      for (; digits < MICROS_DIGITS; digits++) {
        micros *= 10;
      }
    }
    boolean west = bytes[at++] == '-';
    long offset = number(2) * 3600L;
    if (at < end) {
      at++;
      offset += number(2) * 60L;
    }
    if (at < end) {
      at++;
      offset += number(2);
    }
    long local = days * Temporals.MICROS_PER_DAY + seconds * Temporals.MICROS_PER_SECOND + micros;
    return local - (west ? -offset : offset) * Temporals.MICROS_PER_SECOND;
  }

  private long clock() {
    int hours = number(2);
    at++;
    int minutes = number(2);
    at++;
    return hours * 3600L + minutes * 60L + number(2);
  }

  private int number(int digits) {
    int number = 0;
    for (int i = 0; i < digits; i++) {
      number = number * 10 + (bytes[at++] - '0');
    }
    return number;
  }
}
