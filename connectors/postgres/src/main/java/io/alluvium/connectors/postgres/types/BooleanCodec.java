package io.alluvium.connectors.postgres.types;

import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.LogicalType;

final class BooleanCodec extends Codec {

  @Override
  public LogicalType type() {
    return new BooleanType();
  }

  @Override
  public Object binary(WireBytes message, int offset, int length) {
    return message.array()[offset] != 0;
  }

  @Override
  public Object text(WireBytes message, int offset, int length) {
    return message.array()[offset] == 't';
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    return bytes[offset] != 0 ? "true" : "false";
  }

  @Override
  public String normalised(String text) {
    return text.startsWith("t") ? "true" : "false";
  }

  @Override
  public boolean isJson(String text) {
    return true;
  }
}
