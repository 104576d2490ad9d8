package io.alluvium.ingest;

import java.time.YearMonth;

/** Tells a time of the form {@code yyyy-MM-dd HH:mm:ss} from anything else. */
final class UtcTimeText {
  private static final String FORM = "0000-00-00 00:00:00";

  private UtcTimeText() {}

  static boolean isValid(String text) {
    if (text.length() != FORM.length()) {
      return false;
    }
    for (int i = 0; i < FORM.length(); i++) {
      char expected = FORM.charAt(i);
      char actual = text.charAt(i);
      boolean digit = actual >= '0' && actual <= '9';
      if (expected == '0' ? !digit : actual != expected) {
        return false;
      }
    }
    int year = two(text, 0) * 100 + two(text, 2);
    int month = two(text, 5);
    int day = two(text, 8);
    return year > 0
        && month >= 1
        && month <= 12
        && day >= 1
        && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth())
        && two(text, 11) < 24
        && two(text, 14) < 60
        && two(text, 17) < 60;
  }

  private static int two(String text, int at) {
    return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
  }
}
