package io.alluvium.demo.fleet;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts the different times among those of the form {@code yyyy-MM-dd HH:mm:00}: a bit for each
 * minute from the year of the first time on. Other times are kept as they are.
 */
final class DistinctTimes {
  private static final String FORM = "0000-00-00 00:00:00";
  private static final int MINUTES_A_YEAR = 12 * 31 * 24 * 60;
  private static final int YEARS = 20;

  private final BitSet minutes = new BitSet();
  private final Set<String> others = new HashSet<>();
  private int firstYear = -1;
  private long count;

  void add(String time) {
    int minute = minute(time);
    if (minute >= 0 ? !minutes.get(minute) : others.add(time)) {
      count++;
    }
    if (minute >= 0) {
      minutes.set(minute);
    }
  }

  long count() {
    return count;
  }

  /** Different for each time; negative where it has no bit. Months count 31 days. */
  private int minute(String time) {
    if (!hasForm(time) || two(time, 17) != 0) {
      return -1;
    }
    int year = two(time, 0) * 100 + two(time, 2);
    int month = two(time, 5);
    int day = two(time, 8);
    int hour = two(time, 11);
    int minute = two(time, 14);
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59) {
      return -1;
    }
    if (firstYear < 0) {
      firstYear = year;
    }
    if (year < firstYear || year >= firstYear + YEARS) {
      return -1;
    }
    int days = (month - 1) * 31 + day - 1;
    return (year - firstYear) * MINUTES_A_YEAR + (days * 24 + hour) * 60 + minute;
  }

  private static boolean hasForm(String time) {
    if (time.length() != FORM.length()) {
      return false;
    }
    for (int i = 0; i < FORM.length(); i++) {
      char actual = time.charAt(i);
      char expected = FORM.charAt(i);
      if (expected == '0' ? actual < '0' || actual > '9' : actual != expected) {
        return false;
      }
    }
    return true;
  }

  private static int two(String text, int at) {
    return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
  }
}
