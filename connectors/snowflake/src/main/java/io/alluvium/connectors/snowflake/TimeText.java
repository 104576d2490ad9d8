package io.alluvium.connectors.snowflake;

import java.time.LocalDate;
import java.time.LocalDateTime;

/** Days and times as in ISO 8601, without making texts of them first. */
final class TimeText {
  private static final int NANO_DIGITS = 9;
  private static final int HIGHEST_YEAR = 9999;
  private static final int NANOS_PER_SECOND = 1_000_000_000;
  private static final int SECONDS_PER_HOUR = 3600;

  private TimeText() {}

  static void date(LocalDate date, CsvBuffer into) throws BadValueException {
    if (date.getYear() < 0 || date.getYear() > HIGHEST_YEAR) {
      throw new BadValueException("the year " + date.getYear() + " is not within 0 and 9999");
    }
    into.digits(date.getYear(), 4);
    into.character('-');
    into.digits(date.getMonthValue(), 2);
    into.character('-');
    into.digits(date.getDayOfMonth(), 2);
  }

  static void time(int secondOfDay, int nanos, CsvBuffer into) {
    into.digits(secondOfDay / SECONDS_PER_HOUR, 2);
    into.character(':');
    into.digits(secondOfDay % SECONDS_PER_HOUR / 60, 2);
    into.character(':');
    into.digits(secondOfDay % 60, 2);
    if (nanos != 0) {
      into.character('.');
      into.digits(nanos % NANOS_PER_SECOND, NANO_DIGITS);
    }
  }

  static void timestamp(LocalDateTime time, CsvBuffer into) throws BadValueException {
    date(time.toLocalDate(), into);
    into.character(' ');
    time(time.toLocalTime().toSecondOfDay(), time.getNano(), into);
  }
}
