package io.alluvium.connectors.postgres.types;

import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.LogicalType;

/** {@code bit(1)}, which is taken for a truth value, as the JDBC driver does. */
final class SingleBitCodec extends Codec {

  @Override
  public LogicalType type() {
    return new BooleanType();
  }

  @Override
  public Object binary(WireBytes message, int offset, int length) {
    return message.array()[offset + Integer.BYTES] != 0;
  }

  @Override
  public Object text(WireBytes message, int offset, int length) {
    return message.array()[offset] == '1';
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    return bytes[offset + Integer.BYTES] != 0 ? "true" : "false";
  }

  @Override
  public String normalised(String text) {
    return text.equals("1") ? "true" : "false";
  }

  @Override
  public boolean isJson(String text) {
    return true;
  }
}
