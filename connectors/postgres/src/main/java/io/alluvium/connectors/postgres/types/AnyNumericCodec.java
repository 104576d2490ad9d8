package io.alluvium.connectors.postgres.types;

import java.math.BigDecimal;

/**
 * {@code numeric} that no decimal of Flink's holds for certain: text, without zeros at its end, so
 * that equal numbers are equal texts.
 */
final class AnyNumericCodec extends Codec {

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    return normalised(BinaryNumeric.text(bytes, offset));
  }

  @Override
  public String normalised(String text) {
    if (text.indexOf('.') < 0 || !BinaryNumeric.isFinite(text)) {
      return text;
    }
    return new BigDecimal(text).stripTrailingZeros().toPlainString();
  }

  @Override
  public boolean isJson(String text) {
    return BinaryNumeric.isFinite(text);
  }
}
