package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.types.DataType;
import java.math.BigDecimal;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.TimestampData;

/** A partition's value in every row. */
final class ConstantKernelVector implements ColumnVector {
  private static final long MICROS_PER_MILLI = 1_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private final DataType type;
  @Nullable private final Object value;

  /**
   * @param value in Flink's internal form
   */
  ConstantKernelVector(DataType type, @Nullable Object value) {
    this.type = type;
    this.value = value;
  }

  @Override
  public DataType getDataType() {
    return type;
  }

  @Override
  public int getSize() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void close() {
    // Holds nothing.
  }

  @Override
  public boolean isNullAt(int row) {
    return value == null;
  }

  @Override
  public boolean getBoolean(int row) {
    return (Boolean) value;
  }

  @Override
  public byte getByte(int row) {
    return (Byte) value;
  }

  @Override
  public short getShort(int row) {
    return (Short) value;
  }

  @Override
  public int getInt(int row) {
    return (Integer) value;
  }

  @Override
  public long getLong(int row) {
    if (value instanceof TimestampData timestamp) {
      return timestamp.getMillisecond() * MICROS_PER_MILLI
          + timestamp.getNanoOfMillisecond() / NANOS_PER_MICRO;
    }
    return (Long) value;
  }

  @Override
  public float getFloat(int row) {
    return (Float) value;
  }

  @Override
  public double getDouble(int row) {
    return (Double) value;
  }

  @Override
  public byte[] getBinary(int row) {
    return (byte[]) value;
  }

  @Override
  public String getString(int row) {
    return value.toString();
  }

  @Override
  public BigDecimal getDecimal(int row) {
    return ((DecimalData) value).toBigDecimal();
  }
}
