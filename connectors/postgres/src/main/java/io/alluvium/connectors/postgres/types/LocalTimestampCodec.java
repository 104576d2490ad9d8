package io.alluvium.connectors.postgres.types;

/** {@code timestamp} without a time zone: text, since it is no instant. */
final class LocalTimestampCodec extends Codec {

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    long micros = BigEndian.longAt(bytes, offset);
    if (micros == Long.MAX_VALUE) {
      return Temporals.INFINITY;
    }
    return micros == Long.MIN_VALUE ? Temporals.MINUS_INFINITY : Temporals.timestamp(micros, "");
  }

  @Override
  public String normalised(String text) {
    return Temporals.withFraction(text);
  }
}
