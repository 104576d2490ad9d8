package io.alluvium.connectors.postgres.types;

/** {@code jsonb}: text behind a version, of which there is one. */
final class JsonbCodec extends Codec {

  @Override
  public Object binary(WireBytes message, int offset, int length) {
    return message.text(offset + 1, length - 1);
  }

  @Override
  public Object text(WireBytes message, int offset, int length) {
    return message.text(offset, length);
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    return WireBytes.string(bytes, offset + 1, length - 1);
  }
}
