package io.alluvium.connectors.snowflake;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.data.DecimalData;

/** Which numbers a {@code NUMBER(p,s)} holds: Snowflake rounds decimals, but no digits before. */
record NumberRange(int precision, int scale) implements Serializable {
  private static final int MOST_DIGITS = 38;
  private static final int MOST_DECIMALS = 37;
  private static final Pattern NUMBER = Pattern.compile("NUMBER\\((\\d{1,2}),(\\d{1,2})\\)");

  /** Empty where the definition is of no such type. */
  static Optional<NumberRange> of(String definition) {
    Matcher number = NUMBER.matcher(definition);
    if (!number.matches()) {
      return Optional.empty();
    }
    NumberRange range =
        new NumberRange(Integer.parseInt(number.group(1)), Integer.parseInt(number.group(2)));
    return Optional.of(range).filter(NumberRange::isOfSnowflake);
  }

  private boolean isOfSnowflake() {
    return precision > 0 && precision <= MOST_DIGITS && scale <= Math.min(precision, MOST_DECIMALS);
  }

  /**
   * Whether it holds all numbers that the other does; one that is rounded may have a digit more.
   */
  boolean holds(NumberRange other) {
    int more = digits() - other.digits();
    return more > 0 || more == 0 && scale >= other.scale;
  }

  /** Before the point. */
  private int digits() {
    return precision - scale;
  }

  /**
   * @param value one of Flink's numbers
   * @throws BadValueException where COPY would refuse it
   */
  void require(Object value) throws BadValueException {
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (Double.isNaN(number) || Double.isInfinite(number)) {
        throw new BadValueException(number + " is none of a " + this);
      }
    }
    BigDecimal number =
        value instanceof DecimalData decimal
            ? decimal.toBigDecimal()
            : new BigDecimal(value.toString());
    BigDecimal rounded = number.setScale(scale, RoundingMode.HALF_UP);
    if (rounded.signum() != 0 && rounded.precision() > precision) {
      throw new BadValueException(value + " has more digits than a " + this);
    }
  }

  @Override
  public String toString() {
    return "NUMBER(" + precision + "," + scale + ")";
  }
}
