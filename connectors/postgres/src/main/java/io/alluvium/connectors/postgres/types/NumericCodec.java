package io.alluvium.connectors.postgres.types;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;

/** {@code numeric} with a precision that Flink's decimals have. */
final class NumericCodec extends Codec {
  private final int precision;
  private final int scale;

  NumericCodec(int precision, int scale) {
    this.precision = precision;
    this.scale = scale;
  }

  @Override
  public LogicalType type() {
    return new DecimalType(precision, scale);
  }

  @Override
  public Object binary(WireBytes message, int offset, int length) {
    if (DecimalData.isCompact(precision)) {
      long unscaled = BinaryNumeric.unscaled(message.array(), offset, scale);
      if (unscaled != BinaryNumeric.NO_LONG) {
        return DecimalData.fromUnscaledLong(unscaled, precision, scale);
      }
    }
    BigDecimal number = BinaryNumeric.number(message.array(), offset);
    return number == null ? new Unfit(BinaryNumeric.text(message.array(), offset)) : fitted(number);
  }

  @Override
  public Object text(WireBytes message, int offset, int length) {
    String text = message.string(offset, length);
    return BinaryNumeric.isFinite(text) ? fitted(new BigDecimal(text)) : new Unfit(text);
  }

  private Object fitted(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    DecimalData decimal =
        stripped.scale() > scale
            ? null
            : DecimalData.fromBigDecimal(
                number.setScale(scale, RoundingMode.UNNECESSARY), precision, scale);
    return decimal == null ? new Unfit(number.toPlainString()) : decimal;
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    return BinaryNumeric.text(bytes, offset);
  }

  @Override
  public boolean isJson(String text) {
    return BinaryNumeric.isFinite(text);
  }
}
