package io.alluvium.connectors.postgres.types;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarBinaryType;

/** {@code bytea}; as a text it is Base64, as JSON has it. */
final class ByteaCodec extends Codec {
  private static final HexFormat HEX = HexFormat.of();
  private static final String HEX_PREFIX = "\\x";

  @Override
  public LogicalType type() {
    return new VarBinaryType(VarBinaryType.MAX_LENGTH);
  }

  @Override
  public Object binary(WireBytes message, int offset, int length) {
    return Arrays.copyOfRange(message.array(), offset, offset + length);
  }

  @Override
  public Object text(WireBytes message, int offset, int length) {
    return parse(message.string(offset, length));
  }

  private static byte[] parse(String text) {
    return HEX.parseHex(text, HEX_PREFIX.length(), text.length());
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    return Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  @Override
  public String normalised(String text) {
    return Base64.getEncoder().encodeToString(parse(text));
  }
}
