package io.alluvium.connectors.postgres.types;

/** {@code bit} and {@code bit varying}: digits, highest first. */
final class BitCodec extends Codec {

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    int bits = BigEndian.intAt(bytes, offset);
    StringBuilder text = new StringBuilder(bits);
    for (int i = 0; i < bits; i++) {
      int octet = bytes[offset + Integer.BYTES + i / Byte.SIZE];
      text.append((octet >> (Byte.SIZE - 1 - i % Byte.SIZE) & 1) == 0 ? '0' : '1');
    }
    return text.toString();
  }
}
