package io.alluvium.connectors.postgres.types;

/** {@code time} and {@code timetz}: text. PostgreSQL has a time 24:00:00, Flink has not. */
final class TimeCodec extends Codec {

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    String time = Temporals.time(BigEndian.longAt(bytes, offset));
    return length == Long.BYTES
        ? time
        // The server counts seconds west of Greenwich, and writes them as east.
        : time + Temporals.offset(-BigEndian.intAt(bytes, offset + Long.BYTES));
  }

  @Override
  public String normalised(String text) {
    return Temporals.withFraction(text);
  }
}
