package io.alluvium.benchmarks.events;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;

/**
 * Decodes the lines that {@link EventFiles} writes, and no others: the cheapest decoding that there
 * is, the same for all sides in the JVM, so that what differs is what comes after it.
 */
public final class EventDecoder {
  private static final byte[][] KEYS =
      keys(
          "{\"device\":",
          ",\"site\":",
          ",\"metric\":",
          ",\"reading\":",
          ",\"quality\":",
          ",\"seq\":",
          ",\"event_time\":",
          ",\"latitude\":",
          ",\"unit\":",
          ",\"firmware\":");

  private byte[] bytes;
  private int at;

  private static byte[][] keys(String... keys) {
    return Arrays.stream(keys)
        .map(key -> key.getBytes(StandardCharsets.US_ASCII))
        .toArray(byte[][]::new);
  }

  /** Fills a row of ten fields from the line that begins at {@code start}. */
  public void decode(byte[] line, int start, GenericRowData row) {
    bytes = line;
    at = start;
    row.setField(0, text(0));
    row.setField(1, (int) whole(1));
    row.setField(2, text(2));
    row.setField(3, fraction(3));
    row.setField(4, (int) whole(4));
    row.setField(5, whole(5));
    row.setField(6, TimestampData.fromEpochMillis(whole(6)));
    row.setField(7, fraction(7));
    row.setField(8, text(8));
    row.setField(9, text(9));
  }

  private void expect(int key) {
    byte[] expected = KEYS[key];
    if (!Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length)) {
      throw new IllegalStateException("no " + new String(expected, StandardCharsets.US_ASCII));
    }
    at += expected.length;
  }

  private BinaryStringData text(int key) {
    expect(key);
    int start = ++at;
    while (bytes[at] != '"') {
      at++;
    }
    return BinaryStringData.fromBytes(bytes, start, at++ - start);
  }

  private long whole(int key) {
    expect(key);
    long value = 0;
    while (isDigit(bytes[at])) {
      value = value * 10 + bytes[at++] - '0';
    }
    return value;
  }

  /** Few digits: exact as a quotient of two whole numbers. */
  private double fraction(int key) {
    long digits = whole(key);
    double divisor = 1;
    if (bytes[at] == '.') {
      at++;
      while (isDigit(bytes[at])) {
        digits = digits * 10 + bytes[at++] - '0';
        divisor *= 10;
      }
    }
    return digits / divisor;
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }
}
