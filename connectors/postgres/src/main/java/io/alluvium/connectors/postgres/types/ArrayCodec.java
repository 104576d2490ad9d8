package io.alluvium.connectors.postgres.types;

/**
 * Arrays: JSON. One whose indexes do not begin at 1 is kept as the server writes it, {@code
 * [0:1]={7,8}}, since JSON could not tell.
 */
final class ArrayCodec extends Codec {
  private static final int NULL = -1;

  private final Codec element;
  private final char delimiter;

  ArrayCodec(Codec element, char delimiter) {
    this.element = element;
    this.delimiter = delimiter;
  }

  @Override
  public boolean readsBinary() {
    return element.readsBinary();
  }

  @Override
  public boolean isJson(String text) {
    return text.startsWith("[") && !text.endsWith("}");
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    return new BinaryArray(bytes, offset).toText();
  }

  @Override
  public String normalised(String text) {
    return text.startsWith("[") ? text : new ArrayLiteral(text, delimiter, element).toJson();
  }

  /**
   * Dimensions, whether there are nulls, the elements' type; size and first index of each; values.
   */
  private final class BinaryArray {
    private static final int HEADER = 12;
    private static final int PER_DIMENSION = 8;

    private final byte[] bytes;
    private final int[] sizes;
    private final int[] firsts;
    private int at;

    BinaryArray(byte[] bytes, int offset) {
      this.bytes = bytes;
      sizes = new int[BigEndian.intAt(bytes, offset)];
      firsts = new int[sizes.length];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = BigEndian.intAt(bytes, offset + HEADER + PER_DIMENSION * i);
        firsts[i] = BigEndian.intAt(bytes, offset + HEADER + PER_DIMENSION * i + Integer.BYTES);
      }
      at = offset + HEADER + PER_DIMENSION * sizes.length;
    }

    String toText() {
      StringBuilder text = new StringBuilder();
      if (sizes.length == 0) {
        return "[]";
      }
      boolean usual = true;
      for (int first : firsts) {
        usual &= first == 1;
      }
      if (usual) {
        append(text, 0, '[', ']', ',', false);
        return text.toString();
      }
      for (int i = 0; i < sizes.length; i++) {
        text.append('[').append(firsts[i]).append(':').append(firsts[i] + sizes[i] - 1).append(']');
      }
      append(text.append('='), 0, '{', '}', delimiter, true);
      return text.toString();
    }

    private void append(
        StringBuilder text, int dimension, char open, char close, char separator, boolean literal) {
      text.append(open);
      for (int i = 0; i < sizes[dimension]; i++) {
        if (i > 0) {
          text.append(separator);
        }
        if (dimension < sizes.length - 1) {
          append(text, dimension + 1, open, close, separator, literal);
        } else {
          appendElement(text, literal);
        }
      }
      text.append(close);
    }

    private void appendElement(StringBuilder text, boolean literal) {
      int length = BigEndian.intAt(bytes, at);
      at += Integer.BYTES;
      if (length == NULL) {
        text.append(literal ? "NULL" : "null");
        return;
      }
      String value = element.binaryToText(bytes, at, length);
      at += length;
      if (literal) {
        ArrayLiteral.append(text, value, delimiter);
      } else if (element.isJson(value)) {
        text.append(value);
      } else {
        JsonText.quote(text, value);
      }
    }
  }
}
