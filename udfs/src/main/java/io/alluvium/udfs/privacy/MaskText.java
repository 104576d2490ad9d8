package io.alluvium.udfs.privacy;

import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;

/**
 * {@code MASK_TEXT(text, first, last)}: the text with an asterisk in place of each character but
 * the first and the last few, as in {@code MASK_TEXT('DE89370400440532013000', 4, 2)}. A text that
 * would be shown whole, or all but one character, is masked whole. The length stays. Null where an
 * argument is null; a negative number counts as 0.
 */
public final class MaskText extends ScalarFunction {
  private static final long serialVersionUID = 1L;

  private static final String MASK = "*";

  /** The masked text. */
  @DataTypeHint("STRING")
  public String eval(
      @DataTypeHint("STRING") String text,
      @DataTypeHint("INT") Integer first,
      @DataTypeHint("INT") Integer last) {
    return text == null || first == null || last == null ? null : masked(text, first, last);
  }

  /** By code points, so that no character is cut in two. */
  static String masked(String text, int first, int last) {
    int length = text.codePointCount(0, text.length());
    int before = Math.max(0, first);
    int after = Math.max(0, last);
    if ((long) before + after > length - 2L) {
      return MASK.repeat(length);
    }
    return text.substring(0, text.offsetByCodePoints(0, before))
        + MASK.repeat(length - before - after)
        + text.substring(text.offsetByCodePoints(text.length(), -after));
  }
}
