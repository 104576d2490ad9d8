package io.alluvium.connectors.postgres.replication;

import io.alluvium.connectors.postgres.types.BigEndian;
import io.alluvium.connectors.postgres.types.WireBytes;

/** Reads a message from front to back. */
final class MessageCursor {
  private static final long UNSIGNED_INT = 0xffffffffL;

  private final WireBytes wire = new WireBytes();
  private byte[] bytes;
  private int at;

  void reset(byte[] message, int offset) {
    wire.reset(message);
    bytes = message;
    at = offset;
  }

  WireBytes wire() {
    return wire;
  }

  int size() {
    return bytes.length;
  }

  int position() {
    return at;
  }

  void skip(int count) {
    at += count;
  }

  byte octet() {
    return bytes[at++];
  }

  int int16() {
    at += Short.BYTES;
    return BigEndian.shortAt(bytes, at - Short.BYTES);
  }

  int int32() {
    at += Integer.BYTES;
    return BigEndian.intAt(bytes, at - Integer.BYTES);
  }

  long unsigned32() {
    return int32() & UNSIGNED_INT;
  }

  long int64() {
    at += Long.BYTES;
    return BigEndian.longAt(bytes, at - Long.BYTES);
  }

  /** Up to a zero. */
  String text() {
    int end = at;
    while (bytes[end] != 0) {
      end++;
    }
    String text = wire.string(at, end - at);
    at = end + 1;
    return text;
  }
}
