package io.alluvium.connectors.postgres.types;

import org.apache.flink.table.data.StringData;

final class UuidCodec extends Codec {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final int LENGTH = 16;
  private static final int TEXT_LENGTH = 36;

  @Override
  public Object binary(WireBytes message, int offset, int length) {
    return StringData.fromBytes(format(message.array(), offset));
  }

  @Override
  public Object text(WireBytes message, int offset, int length) {
    return message.text(offset, length);
  }

  private static byte[] format(byte[] bytes, int offset) {
    byte[] text = new byte[TEXT_LENGTH];
    int at = 0;
    for (int i = 0; i < LENGTH; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        text[at++] = '-';
      }
      text[at++] = HEX[bytes[offset + i] >> 4 & 0xf];
      text[at++] = HEX[bytes[offset + i] & 0xf];
    }
    return text;
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    return WireBytes.string(format(bytes, offset), 0, TEXT_LENGTH);
  }
}
