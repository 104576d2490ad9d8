package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import java.math.BigDecimal;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.types.RowKind;

/** One row of Kernel's column vectors, seen as a {@link RowData}; moved along without copying. */
final class ColumnarRow implements RowData {
  private final ColumnVector[] columns;
  private int row;
  private RowKind kind = RowKind.INSERT;

  ColumnarRow(ColumnVector[] columns) {
    this.columns = columns;
  }

  void moveTo(int newRow) {
    row = newRow;
  }

  @Override
  public int getArity() {
    return columns.length;
  }

  @Override
  public RowKind getRowKind() {
    return kind;
  }

  @Override
  public void setRowKind(RowKind newKind) {
    kind = newKind;
  }

  @Override
  public boolean isNullAt(int pos) {
    return columns[pos].isNullAt(row);
  }

  @Override
  public boolean getBoolean(int pos) {
    return columns[pos].getBoolean(row);
  }

  @Override
  public byte getByte(int pos) {
    return columns[pos].getByte(row);
  }

  @Override
  public short getShort(int pos) {
    return columns[pos].getShort(row);
  }

  @Override
  public int getInt(int pos) {
    return columns[pos].getInt(row);
  }

  @Override
  public long getLong(int pos) {
    return columns[pos].getLong(row);
  }

  @Override
  public float getFloat(int pos) {
    return columns[pos].getFloat(row);
  }

  @Override
  public double getDouble(int pos) {
    return columns[pos].getDouble(row);
  }

  @Override
  public StringData getString(int pos) {
    return StringData.fromString(columns[pos].getString(row));
  }

  @Override
  public DecimalData getDecimal(int pos, int precision, int scale) {
    BigDecimal value = columns[pos].getDecimal(row);
    return DecimalData.fromBigDecimal(value, precision, scale);
  }

  @Override
  public TimestampData getTimestamp(int pos, int precision) {
    return KernelValues.timestamp(columns[pos].getLong(row));
  }

  @Override
  public <T> RawValueData<T> getRawValue(int pos) {
    throw new UnsupportedOperationException("Delta has no RAW type");
  }

  @Override
  public byte[] getBinary(int pos) {
    return columns[pos].getBinary(row);
  }

  @Override
  public ArrayData getArray(int pos) {
    return (ArrayData) KernelValues.read(columns[pos], row);
  }

  @Override
  public MapData getMap(int pos) {
    return (MapData) KernelValues.read(columns[pos], row);
  }

  @Override
  public RowData getRow(int pos, int numFields) {
    return (RowData) KernelValues.read(columns[pos], row);
  }
}
