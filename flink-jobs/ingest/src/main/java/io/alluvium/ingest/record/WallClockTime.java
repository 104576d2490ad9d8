package io.alluvium.ingest.record;

import java.time.YearMonth;

/**
 * A time as it was written, filled by a {@link TimeReader}: mutable, so that reading one costs no
 * object.
 */
final class WallClockTime {
  private static final int SECONDS_PER_DAY = 86_400;

  private long second;
  private int nano;
  private boolean offsetGiven;
  private int offsetSeconds;

  /** Sets day and time; false where there is no such time. */
  boolean set(int year, int month, int day, int hour, int minute, int secondOfMinute, int nanos) {
    if (month < 1
        || month > 12
        || day < 1
        || (day > 28 && day > YearMonth.of(year, month).lengthOfMonth())
        || hour > 23
        || minute > 59
        || secondOfMinute > 59) {
      return false;
    }
    second =
        epochDay(year, month, day) * SECONDS_PER_DAY
            + hour * 3_600L
            + minute * 60L
            + secondOfMinute;
    nano = nanos;
    offsetGiven = false;
    offsetSeconds = 0;
    return true;
  }

  void set(long localEpochSecond, int nanos) {
    second = localEpochSecond;
    nano = nanos;
    offsetGiven = false;
    offsetSeconds = 0;
  }

  void offset(int seconds) {
    offsetGiven = true;
    offsetSeconds = seconds;
  }

  /** Seconds from 1970-01-01T00:00:00 of the written clock. */
  long localSecond() {
    return second;
  }

  int nano() {
    return nano;
  }

  boolean isOffsetGiven() {
    return offsetGiven;
  }

  int offsetSeconds() {
    return offsetSeconds;
  }

  long localDay() {
    return Math.floorDiv(second, SECONDS_PER_DAY);
  }

  boolean isMidnight() {
    return Math.floorMod(second, SECONDS_PER_DAY) == 0 && nano == 0;
  }

  /** Days from 1970-01-01 in the proleptic Gregorian calendar; years from 0 on. */
  private static long epochDay(int year, int month, int day) {
    // Years begin in March here, so that the leap day is a year's last.
    int shifted = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(shifted, 400);
    int yearOfEra = shifted - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468L;
  }
}
