package io.alluvium.cdc.mysql;

import java.nio.charset.StandardCharsets;

/** Reads the body of an event. */
final class ByteReader {
  private static final int TWO_BYTES = 0xfc;
  private static final int THREE_BYTES = 0xfd;
  private static final int EIGHT_BYTES = 0xfe;

  private final byte[] bytes;
  private int position;
  private int end;

  ByteReader(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  int position() {
    return position;
  }

  boolean hasMore() {
    return position < end;
  }

  void skip(int count) {
    position += count;
  }

  int unsignedByte() {
    return bytes[position++] & 0xff;
  }

  /** Lowest byte first. */
  long little(int count) {
    long number = 0;
    for (int i = 0; i < count; i++) {
      number |= (long) unsignedByte() << (Byte.SIZE * i);
    }
    return number;
  }

  /** Highest byte first. */
  long big(int count) {
    long number = 0;
    for (int i = 0; i < count; i++) {
      number = number << Byte.SIZE | unsignedByte();
    }
    return number;
  }

  /** A number that says by itself how long it is. */
  int packed() {
    int first = unsignedByte();
    return switch (first) {
      case TWO_BYTES -> (int) little(2);
      case THREE_BYTES -> (int) little(3);
      case EIGHT_BYTES -> Math.toIntExact(little(8));
      default -> first;
    };
  }

  byte[] take(int count) {
    byte[] taken = new byte[count];
    System.arraycopy(bytes, position, taken, 0, count);
    position += count;
    return taken;
  }

  byte[] rest() {
    return take(end - position);
  }

  /** Text of the server's own: names and statements are UTF-8. */
  String text(int length) {
    String text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  String packedText() {
    return text(packed());
  }

  /** A reader of the next bytes, which this one skips. */
  ByteReader part(int length) {
    ByteReader part = new ByteReader(bytes);
    part.position = position;
    part.end = position + length;
    position += length;
    return part;
  }
}
