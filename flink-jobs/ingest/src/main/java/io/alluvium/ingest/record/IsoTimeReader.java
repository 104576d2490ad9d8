package io.alluvium.ingest.record;

/**
 * ISO 8601 as devices and databases write it: {@code 2024-05-01}, {@code 2024-05-01T10:15}, with
 * seconds, with a fraction of up to nine digits, and with {@code Z}, {@code +02}, {@code +0200} or
 * {@code +02:00}. A blank may stand in place of the T.
 */
final class IsoTimeReader extends TimeReader {
  private static final int DATE_LENGTH = 10;
  private static final int MAX_FRACTION = 9;
  private static final int MAX_OFFSET_HOURS = 18;

  private CharSequence text = "";
  private int at;

  @Override
  boolean read(CharSequence newText, WallClockTime time) {
    text = newText;
    at = 0;
    int year = digits(4);
    int month = separated('-');
    int day = separated('-');
    if (year < 0 || month < 0 || day < 0) {
      return false;
    }
    if (text.length() == DATE_LENGTH) {
      return time.set(year, month, day, 0, 0, 0, 0);
    }
    char separator = text.charAt(at++);
    if (separator != 'T' && separator != ' ' && separator != 't') {
      return false;
    }
    int hour = digits(2);
    int minute = separated(':');
    if (hour < 0 || minute < 0) {
      return false;
    }
    int second = 0;
    int nanos = 0;
    if (isAt(':')) {
      second = separated(':');
      if (second < 0) {
        return false;
      }
      if (isAt('.') || isAt(',')) {
        nanos = fraction();
        if (nanos < 0) {
          return false;
        }
      }
    }
    return time.set(year, month, day, hour, minute, second, nanos) && offset(time);
  }

  private boolean offset(WallClockTime time) {
    if (at == text.length()) {
      return true;
    }
    char sign = text.charAt(at++);
    if (sign == 'Z' || sign == 'z') {
      time.offset(0);
      return at == text.length();
    }
    if (sign != '+' && sign != '-') {
      return false;
    }
    int hours = digits(2);
    int minutes = 0;
    if (at < text.length()) {
      minutes = isAt(':') ? separated(':') : digits(2);
    }
    if (hours < 0 || hours > MAX_OFFSET_HOURS || minutes < 0 || minutes > 59) {
      return false;
    }
    int seconds = hours * 3_600 + minutes * 60;
    time.offset(sign == '-' ? -seconds : seconds);
    return at == text.length();
  }

  private boolean isAt(char expected) {
    return at < text.length() && text.charAt(at) == expected;
  }

  /** Two digits behind the separator; -1 where there are none. */
  private int separated(char separator) {
    if (!isAt(separator)) {
      return -1;
    }
    at++;
    return digits(2);
  }

  private int digits(int count) {
    if (at + count > text.length()) {
      return -1;
    }
    int number = 0;
    for (int end = at + count; at < end; at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private int fraction() {
    at++;
    int start = at;
    int nanos = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      if (at - start == MAX_FRACTION) {
        return -1;
      }
      nanos = nanos * 10 + text.charAt(at++) - '0';
    }
    if (at == start) {
      return -1;
    }
    for (int i = at - start; i < MAX_FRACTION; i++) {
      nanos *= 10;
    }
    return nanos;
  }
}
