package io.alluvium.models.aggregate;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** Adds the values of a column up, as the planner adds values of these types. */
sealed interface Addition extends Serializable {
  /** How many slots of the buffer a sum takes. */
  int slots();

  void add(RowData row, int column, long[] buffer, int slot);

  /** The sum in the type that it has in a row. */
  Object sum(long[] buffer, int slot);

  /**
   * @param values the type of what is added
   * @param sum the type of the sum
   * @return empty where the sum is left to the planner's own operator
   */
  static Optional<Addition> of(LogicalType values, LogicalType sum) {
    return switch (values.getTypeRoot()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          Integers.of(sum.getTypeRoot())
              .map(result -> new Whole(Integers.of(values.getTypeRoot()).orElseThrow(), result));
      case FLOAT, DOUBLE ->
          switch (sum.getTypeRoot()) {
            case DOUBLE -> Optional.of(new Floating(values.getTypeRoot() == LogicalTypeRoot.FLOAT));
            case FLOAT -> Optional.of(new Single());
            default -> Optional.empty();
          };
      case DECIMAL ->
          sum instanceof DecimalType total
                  && DecimalData.isCompact(((DecimalType) values).getPrecision())
              ? Decimal.of((DecimalType) values, total)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Of integers, which begin at the other end where they leave their range. */
  record Whole(Integers values, Integers result) implements Addition {
    @Override
    public int slots() {
      return 1;
    }

    @Override
    public void add(RowData row, int column, long[] buffer, int slot) {
      buffer[slot] += values.read(row, column);
    }

    @Override
    public Object sum(long[] buffer, int slot) {
      return result.field(buffer[slot]);
    }
  }

  /**
   * Of FLOAT or DOUBLE to DOUBLE. The sign is turned in the buffer, so that its slots begin as
   * -0.0, the number that any other can be added to and stay as it is, -0.0 too.
   */
  record Floating(boolean single) implements Addition {
    @Override
    public int slots() {
      return 1;
    }

    @Override
    public void add(RowData row, int column, long[] buffer, int slot) {
      double value = single ? row.getFloat(column) : row.getDouble(column);
      double sum = Double.longBitsToDouble(buffer[slot] ^ Long.MIN_VALUE) + value;
      buffer[slot] = Double.doubleToRawLongBits(sum) ^ Long.MIN_VALUE;
    }

    @Override
    public Object sum(long[] buffer, int slot) {
      return Double.longBitsToDouble(buffer[slot] ^ Long.MIN_VALUE);
    }
  }

  /** Of FLOAT to FLOAT, rounded with every value; as {@link Floating} in the buffer. */
  record Single() implements Addition {
    @Override
    public int slots() {
      return 1;
    }

    @Override
    public void add(RowData row, int column, long[] buffer, int slot) {
      float sum = read(buffer[slot]) + row.getFloat(column);
      buffer[slot] = Float.floatToRawIntBits(sum) ^ Integer.MIN_VALUE;
    }

    @Override
    public Object sum(long[] buffer, int slot) {
      return read(buffer[slot]);
    }

    private static float read(long bits) {
      return Float.intBitsToFloat((int) bits ^ Integer.MIN_VALUE);
    }
  }

  /**
   * Of DECIMAL of up to 18 digits: the digits in 128 bits, which no number of such values fills.
   *
   * @param precision of the values
   * @param total precision of the sum
   * @param scale of both
   */
  record Decimal(int precision, int total, int scale) implements Addition {
    static Optional<Addition> of(DecimalType values, DecimalType sum) {
      return values.getScale() == sum.getScale()
          ? Optional.of(new Decimal(values.getPrecision(), sum.getPrecision(), sum.getScale()))
          : Optional.empty();
    }

    @Override
    public int slots() {
      return 2;
    }

    @Override
    public void add(RowData row, int column, long[] buffer, int slot) {
      long value = row.getDecimal(column, precision, scale).toUnscaledLong();
      long low = buffer[slot + 1] + value;
      long carry = Long.compareUnsigned(low, value) < 0 ? 1 : 0;
      buffer[slot] += (value >> 63) + carry;
      buffer[slot + 1] = low;
    }

    @Override
    public Object sum(long[] buffer, int slot) {
      long high = buffer[slot];
      long low = buffer[slot + 1];
      if (high == low >> 63) {
        return DecimalData.fromBigDecimal(BigDecimal.valueOf(low, scale), total, scale);
      }
      BigInteger digits =
          BigInteger.valueOf(high).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(low)));
      return DecimalData.fromBigDecimal(new BigDecimal(digits, scale), total, scale);
    }
  }
}
