package io.alluvium.models.aggregate;

import java.io.Serializable;
import java.util.Optional;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Keeps one value of a column in a buffer, and compares others with it. */
sealed interface Order extends Serializable {
  /** How many slots of the buffer a value takes. */
  int slots();

  void set(RowData row, int column, long[] buffer, int slot);

  /** Keeps the row's value where it is greater. */
  void setGreater(RowData row, int column, long[] buffer, int slot);

  /** Keeps the row's value where it is less. */
  void setLess(RowData row, int column, long[] buffer, int slot);

  /** The value in the type that it has in a row. */
  Object value(long[] buffer, int slot);

  /**
   * @return empty where values of the type are left to the planner's own operator
   */
  static Optional<Order> of(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, DATE, TIME_WITHOUT_TIME_ZONE ->
          Integers.of(type.getTypeRoot()).map(Whole::new);
      case DOUBLE -> Optional.of(new Floating(false));
      case FLOAT -> Optional.of(new Floating(true));
      case DECIMAL -> Decimal.of((DecimalType) type);
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          Optional.of(new Instant(LogicalTypeChecks.getPrecision(type)));
      default -> Optional.empty();
    };
  }

  /** Of whole numbers, days and times of day. */
  record Whole(Integers values) implements Order {
    @Override
    public int slots() {
      return 1;
    }

    @Override
    public void set(RowData row, int column, long[] buffer, int slot) {
      buffer[slot] = values.read(row, column);
    }

    @Override
    public void setGreater(RowData row, int column, long[] buffer, int slot) {
      buffer[slot] = Math.max(buffer[slot], values.read(row, column));
    }

    @Override
    public void setLess(RowData row, int column, long[] buffer, int slot) {
      buffer[slot] = Math.min(buffer[slot], values.read(row, column));
    }

    @Override
    public Object value(long[] buffer, int slot) {
      return values.field(buffer[slot]);
    }
  }

  /**
   * Of FLOAT and DOUBLE; what is not a number is neither greater nor less, as the planner has it.
   */
  record Floating(boolean single) implements Order {
    @Override
    public int slots() {
      return 1;
    }

    @Override
    public void set(RowData row, int column, long[] buffer, int slot) {
      buffer[slot] = Double.doubleToRawLongBits(read(row, column));
    }

    @Override
    public void setGreater(RowData row, int column, long[] buffer, int slot) {
      double value = read(row, column);
      if (value > Double.longBitsToDouble(buffer[slot])) {
        buffer[slot] = Double.doubleToRawLongBits(value);
      }
    }

    @Override
    public void setLess(RowData row, int column, long[] buffer, int slot) {
      double value = read(row, column);
      if (value < Double.longBitsToDouble(buffer[slot])) {
        buffer[slot] = Double.doubleToRawLongBits(value);
      }
    }

    @Override
    public Object value(long[] buffer, int slot) {
      double value = Double.longBitsToDouble(buffer[slot]);
      if (single) {
        return (float) value;
      }
      return value;
    }

    private double read(RowData row, int column) {
      return single ? row.getFloat(column) : row.getDouble(column);
    }
  }

  /** Of DECIMAL of up to 18 digits. */
  record Decimal(int precision, int scale) implements Order {
    static Optional<Order> of(DecimalType type) {
      return DecimalData.isCompact(type.getPrecision())
          ? Optional.of(new Decimal(type.getPrecision(), type.getScale()))
          : Optional.empty();
    }

    @Override
    public int slots() {
      return 1;
    }

    @Override
    public void set(RowData row, int column, long[] buffer, int slot) {
      buffer[slot] = read(row, column);
    }

    @Override
    public void setGreater(RowData row, int column, long[] buffer, int slot) {
      buffer[slot] = Math.max(buffer[slot], read(row, column));
    }

    @Override
    public void setLess(RowData row, int column, long[] buffer, int slot) {
      buffer[slot] = Math.min(buffer[slot], read(row, column));
    }

    @Override
    public Object value(long[] buffer, int slot) {
      return DecimalData.fromUnscaledLong(buffer[slot], precision, scale);
    }

    private long read(RowData row, int column) {
      return row.getDecimal(column, precision, scale).toUnscaledLong();
    }
  }

  /** Of timestamps: milliseconds, and nanoseconds within them. */
  record Instant(int precision) implements Order {
    @Override
    public int slots() {
      return 2;
    }

    @Override
    public void set(RowData row, int column, long[] buffer, int slot) {
      set(row.getTimestamp(column, precision), buffer, slot);
    }

    @Override
    public void setGreater(RowData row, int column, long[] buffer, int slot) {
      TimestampData value = row.getTimestamp(column, precision);
      if (compare(value, buffer, slot) > 0) {
        set(value, buffer, slot);
      }
    }

    @Override
    public void setLess(RowData row, int column, long[] buffer, int slot) {
      TimestampData value = row.getTimestamp(column, precision);
      if (compare(value, buffer, slot) < 0) {
        set(value, buffer, slot);
      }
    }

    @Override
    public Object value(long[] buffer, int slot) {
      return TimestampData.fromEpochMillis(buffer[slot], (int) buffer[slot + 1]);
    }

    private static void set(TimestampData value, long[] buffer, int slot) {
      buffer[slot] = value.getMillisecond();
      buffer[slot + 1] = value.getNanoOfMillisecond();
    }

    private static int compare(TimestampData value, long[] buffer, int slot) {
      int millis = Long.compare(value.getMillisecond(), buffer[slot]);
      return millis != 0 ? millis : Long.compare(value.getNanoOfMillisecond(), buffer[slot + 1]);
    }
  }
}
