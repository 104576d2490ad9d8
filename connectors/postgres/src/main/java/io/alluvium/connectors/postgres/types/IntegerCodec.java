package io.alluvium.connectors.postgres.types;

import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.SmallIntType;

/** {@code int2}, {@code int4}, {@code int8}, and {@code oid}, which has 32 bits without a sign. */
final class IntegerCodec extends Codec {
  private static final long UNSIGNED_INT = 0xffffffffL;

  private final LogicalType type;
  private final boolean unsigned;

  private IntegerCodec(LogicalType type, boolean unsigned) {
    this.type = type;
    this.unsigned = unsigned;
  }

  static IntegerCodec int2() {
    return new IntegerCodec(new SmallIntType(), false);
  }

  static IntegerCodec int4() {
    return new IntegerCodec(new IntType(), false);
  }

  static IntegerCodec int8() {
    return new IntegerCodec(new BigIntType(), false);
  }

  static IntegerCodec oid() {
    return new IntegerCodec(new BigIntType(), true);
  }

  @Override
  public LogicalType type() {
    return type;
  }

  @Override
  public Object binary(WireBytes message, int offset, int length) {
    return boxed(number(message.array(), offset, length));
  }

  private long number(byte[] bytes, int offset, int length) {
    return switch (length) {
      case Short.BYTES -> BigEndian.shortAt(bytes, offset);
      case Integer.BYTES ->
          unsigned ? BigEndian.intAt(bytes, offset) & UNSIGNED_INT : BigEndian.intAt(bytes, offset);
      default -> BigEndian.longAt(bytes, offset);
    };
  }

  private Object boxed(long number) {
    return switch (type.getTypeRoot()) {
      case SMALLINT -> (short) number;
      case INTEGER -> (int) number;
      default -> number;
    };
  }

  @Override
  public Object text(WireBytes message, int offset, int length) {
    byte[] bytes = message.array();
    boolean negative = bytes[offset] == '-';
    // Summed up below zero, where there is one number more.
    long number = 0;
    for (int i = negative ? offset + 1 : offset; i < offset + length; i++) {
      number = number * 10 - (bytes[i] - '0');
    }
    return boxed(negative ? number : -number);
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    return Long.toString(number(bytes, offset, length));
  }

  @Override
  public boolean isJson(String text) {
    return true;
  }
}
