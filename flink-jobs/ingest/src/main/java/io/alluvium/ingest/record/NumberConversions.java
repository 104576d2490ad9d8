package io.alluvium.ingest.record;

import java.math.BigDecimal;
import java.util.function.LongFunction;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.types.logical.DecimalType;

/** Conversions to the types of numbers. */
final class NumberConversions {
  private static final int LONGEST_TEXT = 400;

  private NumberConversions() {}

  /** A number in digits; null where the text is none. */
  @Nullable
  static BigDecimal parse(String text) {
    String digits = text.strip();
    if (digits.isEmpty() || digits.length() > LONGEST_TEXT) {
      return null;
    }
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      // Digits of other scripts would be taken too.
      if ((c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E') {
        return null;
      }
    }
    try {
      return new BigDecimal(digits);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  static ValueConversion integer(long min, long max, LongFunction<Object> box) {
    return new IntegerConversion(min, max, box);
  }

  private static final class IntegerConversion extends ValueConversion {
    private static final BigDecimal MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private final long min;
    private final long max;
    private final LongFunction<Object> box;

    private IntegerConversion(long min, long max, LongFunction<Object> box) {
      this.min = min;
      this.max = max;
      this.box = box;
    }

    @Override
    Object fromText(String text) {
      BigDecimal number = parse(text);
      return number == null ? null : fromDecimal(number);
    }

    @Override
    Object fromLong(long value) {
      return value < min || value > max ? null : box.apply(value);
    }

    @Override
    Object fromDecimal(BigDecimal value) {
      // Compared first: the digits of 1e999999999 would fill the memory.
      if (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0) {
        return null;
      }
      BigDecimal digits = value.stripTrailingZeros();
      return digits.scale() > 0 ? null : fromLong(digits.longValueExact());
    }

    @Override
    String expected() {
      return "a whole number from " + min + " to " + max;
    }
  }

  static final class DoubleConversion extends ValueConversion {
    @Override
    Object fromText(String text) {
      BigDecimal number = parse(text);
      return number == null ? null : fromDecimal(number);
    }

    @Override
    Object fromLong(long value) {
      return (double) value;
    }

    @Override
    Object fromDouble(double value) {
      return Double.isInfinite(value) || Double.isNaN(value) ? null : value;
    }

    @Override
    Object fromDecimal(BigDecimal value) {
      return fromDouble(value.doubleValue());
    }

    @Override
    String expected() {
      return "a number";
    }

    @Override
    boolean isDouble() {
      return true;
    }
  }

  static final class FloatConversion extends ValueConversion {
    @Override
    Object fromText(String text) {
      BigDecimal number = parse(text);
      return number == null ? null : fromDecimal(number);
    }

    @Override
    Object fromLong(long value) {
      return (float) value;
    }

    @Override
    Object fromDecimal(BigDecimal value) {
      float number = value.floatValue();
      return Float.isInfinite(number) ? null : number;
    }

    @Override
    String expected() {
      return "a number";
    }
  }

  static final class DecimalConversion extends ValueConversion {
    private final int precision;
    private final int scale;

    DecimalConversion(DecimalType type) {
      this.precision = type.getPrecision();
      this.scale = type.getScale();
    }

    @Override
    Object fromText(String text) {
      BigDecimal number = parse(text);
      return number == null ? null : fromDecimal(number);
    }

    @Override
    Object fromLong(long value) {
      return fromDecimal(BigDecimal.valueOf(value));
    }

    @Override
    Object fromDecimal(BigDecimal value) {
      if (value.signum() == 0) {
        return DecimalData.zero(precision, scale);
      }
      BigDecimal digits = value.stripTrailingZeros();
      // Looked at before the digits are written out, of which an exponent can promise millions.
      if (digits.scale() > scale
          || (long) digits.precision() - digits.scale() > precision - scale) {
        return null;
      }
      return DecimalData.fromBigDecimal(digits, precision, scale);
    }

    @Override
    String expected() {
      return "a number of DECIMAL(" + precision + ", " + scale + ")";
    }
  }
}
