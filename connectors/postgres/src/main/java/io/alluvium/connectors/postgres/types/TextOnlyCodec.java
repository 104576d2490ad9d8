package io.alluvium.connectors.postgres.types;

/** Types that are only read in their text form: composites, ranges, geometry, extensions' types. */
final class TextOnlyCodec extends Codec {

  @Override
  public boolean readsBinary() {
    return false;
  }

  @Override
  public Object text(WireBytes message, int offset, int length) {
    return message.text(offset, length);
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    throw new UnsupportedOperationException("read as text");
  }
}
