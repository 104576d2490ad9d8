package io.alluvium.connectors.postgres.types;

/** Types whose binary form is their text: strings, enums, JSON, XML. */
final class TextCodec extends Codec {

  @Override
  public Object binary(WireBytes message, int offset, int length) {
    return message.text(offset, length);
  }

  @Override
  public Object text(WireBytes message, int offset, int length) {
    return message.text(offset, length);
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    return WireBytes.string(bytes, offset, length);
  }
}
