package io.alluvium.connectors.postgres.types;

import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.LogicalType;

/** {@code float4} and {@code float8}; NaN and the infinities are values of Flink's types too. */
final class FloatCodec extends Codec {
  private final boolean single;

  FloatCodec(boolean single) {
    this.single = single;
  }

  @Override
  public LogicalType type() {
    return single ? new FloatType() : new DoubleType();
  }

  @Override
  public Object binary(WireBytes message, int offset, int length) {
    if (single) {
      return Float.intBitsToFloat(BigEndian.intAt(message.array(), offset));
    }
    return Double.longBitsToDouble(BigEndian.longAt(message.array(), offset));
  }

  @Override
  public Object text(WireBytes message, int offset, int length) {
    return number(message.string(offset, length));
  }

  /** PostgreSQL and Java write NaN and the infinities alike. */
  private Object number(String text) {
    if (single) {
      return Float.parseFloat(text);
    }
    return Double.parseDouble(text);
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    return single
        ? Float.toString(Float.intBitsToFloat(BigEndian.intAt(bytes, offset)))
        : Double.toString(Double.longBitsToDouble(BigEndian.longAt(bytes, offset)));
  }

  @Override
  public String normalised(String text) {
    return number(text).toString();
  }

  @Override
  public boolean isJson(String text) {
    char last = text.charAt(text.length() - 1);
    return last >= '0' && last <= '9';
  }
}
