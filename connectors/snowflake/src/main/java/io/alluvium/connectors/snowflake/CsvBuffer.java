package io.alluvium.connectors.snowflake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines of CSV: texts in quotes, nothing between two commas where a value is null. */
final class CsvBuffer {
  private static final int INITIAL = 64 * 1024;
  private static final int MOST_GROWTH = 32 * 1024 * 1024;
  private static final int LONGEST_NUMBER = 20;
  private static final int MOST_DIGITS = 19;
  private static final int END_OF_ASCII = 0x80;

  /** The two digits of each number from 00 to 99. */
  private static final byte[] PAIRS = pairs();

  private byte[] bytes = new byte[INITIAL];
  private int length;

  private static byte[] pairs() {
    byte[] pairs = new byte[200];
    for (int i = 0; i < 100; i++) {
      pairs[2 * i] = (byte) ('0' + i / 10);
      pairs[2 * i + 1] = (byte) ('0' + i % 10);
    }
    return pairs;
  }

  int length() {
    return length;
  }

  /** Forgets what came since. */
  void cut(int formerLength) {
    length = formerLength;
  }

  void separator() {
    require(1);
    bytes[length++] = ',';
  }

  void endOfLine() {
    require(1);
    bytes[length++] = '\n';
  }

  /** Letters, digits and signs that need no quotes. */
  void plain(String ascii) {
    int count = ascii.length();
    require(count);
    for (int i = 0; i < count; i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
  }

  void number(long value) {
    if (value == Long.MIN_VALUE) {
      plain(Long.toString(value));
      return;
    }
    require(LONGEST_NUMBER);
    if (value < 0) {
      bytes[length++] = '-';
    }
    long rest = Math.abs(value);
    int at = length + digits(rest);
    length = at;
    while (rest >= 100) {
      int pair = 2 * (int) (rest % 100);
      rest /= 100;
      bytes[--at] = PAIRS[pair + 1];
      bytes[--at] = PAIRS[pair];
    }
    if (rest >= 10) {
      bytes[--at] = PAIRS[2 * (int) rest + 1];
      bytes[--at] = PAIRS[2 * (int) rest];
    } else {
      bytes[--at] = (byte) ('0' + rest);
    }
  }

  private static int digits(long value) {
    int digits = 1;
    for (long power = 10; digits < MOST_DIGITS && value >= power; power *= 10) {
      digits++;
    }
    return digits;
  }

  /**
   * A number with some decimals, of which one is left where all are zero.
   *
   * @param unscaled the number without its point
   */
  void decimal(long unscaled, int decimals) {
    long power = 1;
    for (int i = 0; i < decimals; i++) {
      power *= 10;
    }
    long whole = unscaled / power;
    int rest = (int) Math.abs(unscaled % power);
    if (unscaled < 0 && whole == 0) {
      character('-');
    }
    number(whole);
    character('.');
    digits(rest, decimals);
    while (bytes[length - 1] == '0' && bytes[length - 2] != '.') {
      length--;
    }
  }

  /** With leading zeros. */
  void digits(int value, int count) {
    require(count);
    int rest = value;
    for (int i = length + count - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += count;
  }

  void character(char ascii) {
    require(1);
    bytes[length++] = (byte) ascii;
  }

  void quoted(String text) {
    if (!quotedAscii(text)) {
      quoted(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Without an array in between.
   *
   * @return false where the text has more than ASCII: nothing is written then
   */
  boolean quotedAscii(String text) {
    int count = text.length();
    require(2 * count + 2);
    int at = length;
    bytes[at++] = '"';
    for (int i = 0; i < count; i++) {
      char character = text.charAt(i);
      if (character >= END_OF_ASCII) {
        return false;
      }
      if (character == '"') {
        bytes[at++] = '"';
      }
      bytes[at++] = (byte) character;
    }
    bytes[at++] = '"';
    length = at;
    return true;
  }

  void quoted(byte[] utf8) {
    require(2 * utf8.length + 2);
    bytes[length++] = '"';
    for (byte b : utf8) {
      if (b == '"') {
        bytes[length++] = '"';
      }
      bytes[length++] = b;
    }
    bytes[length++] = '"';
  }

  /** Leaves room for something that is written later. */
  void skip(int count) {
    require(count);
    length += count;
  }

  void append(byte[] from, int offset, int count) {
    require(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  /** What was written is at the beginning; another array after the next that is written. */
  byte[] bytes() {
    return bytes;
  }

  /** From an offset on, as a text, at most so many bytes of it. */
  String text(int from, int longest) {
    return new String(bytes, from, Math.min(length - from, longest), StandardCharsets.UTF_8);
  }

  /** Is empty then, and keeps no more room than that. */
  void clear(int mostRoom) {
    length = 0;
    if (bytes.length > mostRoom) {
      bytes = new byte[INITIAL];
    }
  }

  /** Writes all there is, and is empty then. */
  void drainTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
    length = 0;
  }

  private void require(int more) {
    if (length + more > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, Math.max(bytes.length + Math.min(bytes.length, MOST_GROWTH), length + more));
    }
  }
}
