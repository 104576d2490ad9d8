package io.alluvium.udfs.privacy;

import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;

/**
 * {@code MASK_EMAIL(address)}: the address with only the first character and the domain left, and
 * always three asterisks, so that the length says nothing: {@code a***@example.org}. What has no
 * domain is masked whole. Null where it is null.
 */
public final class MaskEmail extends ScalarFunction {
  private static final long serialVersionUID = 1L;

  private static final String MASK = "***";

  /** The masked address. */
  @DataTypeHint("STRING")
  public String eval(@DataTypeHint("STRING") String address) {
    if (address == null) {
      return null;
    }
    int at = address.lastIndexOf('@');
    if (at < 0 || at == address.length() - 1) {
      return MASK;
    }
    // Of a name of one character nothing may be shown: it would be the whole name.
    int shown = address.codePointCount(0, at) > 1 ? address.offsetByCodePoints(0, 1) : 0;
    return address.substring(0, shown) + MASK + address.substring(at);
  }
}
