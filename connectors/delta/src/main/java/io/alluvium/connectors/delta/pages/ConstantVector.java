package io.alluvium.connectors.delta.pages;

import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.columnar.vector.BooleanColumnVector;
import org.apache.flink.table.data.columnar.vector.ByteColumnVector;
import org.apache.flink.table.data.columnar.vector.BytesColumnVector;
import org.apache.flink.table.data.columnar.vector.DecimalColumnVector;
import org.apache.flink.table.data.columnar.vector.DoubleColumnVector;
import org.apache.flink.table.data.columnar.vector.FloatColumnVector;
import org.apache.flink.table.data.columnar.vector.IntColumnVector;
import org.apache.flink.table.data.columnar.vector.LongColumnVector;
import org.apache.flink.table.data.columnar.vector.ShortColumnVector;
import org.apache.flink.table.data.columnar.vector.TimestampColumnVector;

/** The same value in every row: a partition's value, or null for a column that a file lacks. */
@Internal
public final class ConstantVector
    implements BooleanColumnVector,
        ByteColumnVector,
        ShortColumnVector,
        IntColumnVector,
        LongColumnVector,
        FloatColumnVector,
        DoubleColumnVector,
        BytesColumnVector,
        DecimalColumnVector,
        TimestampColumnVector {
  @Nullable private final Object value;

  /**
   * @param value in Flink's internal form of the column's type
   */
  public ConstantVector(@Nullable Object value) {
    this.value = value;
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
  public Bytes getBytes(int row) {
    byte[] bytes = value instanceof StringData text ? text.toBytes() : (byte[]) value;
    return new Bytes(bytes, 0, bytes.length);
  }

  @Override
  public DecimalData getDecimal(int row, int precision, int scale) {
    return (DecimalData) value;
  }

  @Override
  public TimestampData getTimestamp(int row, int precision) {
    return (TimestampData) value;
  }
}
