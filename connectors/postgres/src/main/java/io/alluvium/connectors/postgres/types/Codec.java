package io.alluvium.connectors.postgres.types;

import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * Reads values of one PostgreSQL type, in the server's binary form and in its text form, with the
 * same result. Unless a subclass says otherwise the value is kept as text.
 */
@Internal
public abstract class Codec {

  public LogicalType type() {
    return VarCharType.STRING_TYPE;
  }

  /** Whether the binary form can be read; the text form always can. */
  public boolean readsBinary() {
    return true;
  }

  /**
   * A value in its binary form.
   *
   * @return in Flink's internal types, or {@link Unfit}
   */
  public Object binary(WireBytes message, int offset, int length) {
    return StringData.fromString(binaryToText(message.array(), offset, length));
  }

  /**
   * A value in its text form.
   *
   * @return in Flink's internal types, or {@link Unfit}
   */
  public Object text(WireBytes message, int offset, int length) {
    return StringData.fromString(normalised(message.string(offset, length)));
  }

  /** The text that {@link #normalised} gives for the same value. */
  public abstract String binaryToText(byte[] bytes, int offset, int length);

  /** The server's text, in the form in which values are kept as text. */
  public String normalised(String text) {
    return text;
  }

  /** Whether that text is a JSON value as it stands, and not to be quoted. */
  public boolean isJson(String text) {
    return false;
  }
}
