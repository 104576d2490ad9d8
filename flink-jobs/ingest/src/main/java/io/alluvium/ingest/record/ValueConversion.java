package io.alluvium.ingest.record;

import java.math.BigDecimal;
import javax.annotation.Nullable;

/**
 * Turns a value as a record holds it into the internal form of a column's type. Each method gives
 * null where such a value does not fit: nothing is rounded, cut off or guessed, fractions of a
 * second beyond the column's precision aside. Not thread-safe.
 */
abstract class ValueConversion {
  /** The text is taken as it spells the type. */
  @Nullable
  abstract Object fromText(String text);

  @Nullable
  Object fromLong(long value) {
    return null;
  }

  /** Of a number that was written in binary: the number itself. */
  @Nullable
  Object fromDouble(double value) {
    return Double.isNaN(value) || Double.isInfinite(value)
        ? null
        : fromDecimal(new BigDecimal(value));
  }

  /** Of a number in decimal digits. */
  @Nullable
  Object fromDecimal(BigDecimal value) {
    return null;
  }

  @Nullable
  Object fromBoolean(boolean value) {
    return null;
  }

  @Nullable
  Object fromBytes(byte[] value) {
    return null;
  }

  /** What a text has to be, for the reason of a misfit: "a number". */
  abstract String expected();

  /** Whether a text is such a value in every format: a text, a time, bytes as Base64. */
  boolean takesText() {
    return false;
  }

  /** Whether any single value is kept as its text. */
  boolean isText() {
    return false;
  }

  /** Whether any text fits, as it is. */
  boolean isAnyText() {
    return false;
  }

  /** Whether the nearest double is what a number in digits becomes. */
  boolean isDouble() {
    return false;
  }
}
