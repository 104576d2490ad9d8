package io.alluvium.ingest.record;

import java.util.Arrays;

/**
 * Patterns of digits at fixed places, such as {@code yyyy-MM-dd HH:mm:ss}: most are, and reading
 * these takes a tenth of the time.
 */
final class FixedWidthTimeReader extends TimeReader {
  private static final String FIELDS = "yMdHmsS";
  private static final int[] WIDTHS = {4, 2, 2, 2, 2, 2};
  private static final int FRACTION = 6;
  private static final int MAX_FRACTION = 9;

  private final int length;

  /** Where each field begins; -1 where there is none. */
  private final int[] starts = new int[FIELDS.length()];

  private final int fractionDigits;

  /** Characters that are expected, 0 for digits. */
  private final char[] literals;

  FixedWidthTimeReader(String pattern) {
    Arrays.fill(starts, -1);
    String template = pattern.replace("'", "").replace('u', 'y');
    length = template.length();
    literals = new char[length];
    int fraction = 0;
    boolean quoted = false;
    int at = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char letter = pattern.charAt(i) == 'u' ? 'y' : pattern.charAt(i);
      if (letter == '\'') {
        quoted = !quoted;
        continue;
      }
      int field = quoted ? -1 : FIELDS.indexOf(letter);
      if (field < 0) {
        literals[at] = pattern.charAt(i);
      } else {
        if (starts[field] < 0) {
          starts[field] = at;
        }
        fraction += field == FRACTION ? 1 : 0;
      }
      at++;
    }
    fractionDigits = fraction;
  }

  static boolean isFixedWidth(String pattern) {
    int[] counts = new int[FIELDS.length()];
    boolean quoted = false;
    char before = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char letter = pattern.charAt(i) == 'u' ? 'y' : pattern.charAt(i);
      if (letter == '\'') {
        if (before == '\'') {
          return false;
        }
        quoted = !quoted;
      } else if (!quoted) {
        int field = FIELDS.indexOf(letter);
        if (field >= 0) {
          if (counts[field] > 0 && before != letter) {
            return false;
          }
          counts[field]++;
        } else if (Character.isLetter(letter) || "[]{}#".indexOf(letter) >= 0) {
          return false;
        }
      }
      before = letter;
    }
    for (int i = 0; i < WIDTHS.length; i++) {
      boolean isDate = i < 3;
      if (counts[i] != WIDTHS[i] && (isDate || counts[i] != 0)) {
        return false;
      }
    }
    // The formatter knows no minute without its hour.
    boolean gap = counts[3] == 0 && counts[4] + counts[5] > 0 || counts[4] == 0 && counts[5] > 0;
    return !quoted
        && !gap
        && counts[FRACTION] <= MAX_FRACTION
        && (counts[FRACTION] == 0 || counts[5] > 0);
  }

  @Override
  boolean read(CharSequence text, WallClockTime time) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char expected = literals[i];
      char actual = text.charAt(i);
      if (expected == 0 ? actual < '0' || actual > '9' : actual != expected) {
        return false;
      }
    }
    int nanos = number(text, FRACTION, fractionDigits);
    for (int i = fractionDigits; i < MAX_FRACTION; i++) {
      nanos *= 10;
    }
    return time.set(
        number(text, 0, WIDTHS[0]),
        number(text, 1, WIDTHS[1]),
        number(text, 2, WIDTHS[2]),
        number(text, 3, WIDTHS[3]),
        number(text, 4, WIDTHS[4]),
        number(text, 5, WIDTHS[5]),
        nanos);
  }

  private int number(CharSequence text, int field, int digits) {
    int start = starts[field];
    if (start < 0) {
      return 0;
    }
    int number = 0;
    for (int i = start; i < start + digits; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
