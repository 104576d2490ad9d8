package io.alluvium.models.aggregate;

import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.types.RowKind;

/**
 * Some columns of a row, as a view: Flink's own would read an instant in another precision than it
 * is stored in.
 */
final class ProjectedRow implements RowData {
  private final int[] columns;
  private final int[] precisions;
  private RowData row;

  ProjectedRow(Projection projection) {
    this.columns = projection.columns();
    this.precisions = projection.precisions();
  }

  ProjectedRow of(RowData newRow) {
    row = newRow;
    return this;
  }

  @Override
  public int getArity() {
    return columns.length;
  }

  @Override
  public RowKind getRowKind() {
    return row.getRowKind();
  }

  @Override
  public void setRowKind(RowKind kind) {
    row.setRowKind(kind);
  }

  @Override
  public boolean isNullAt(int field) {
    return row.isNullAt(columns[field]);
  }

  @Override
  public boolean getBoolean(int field) {
    return row.getBoolean(columns[field]);
  }

  @Override
  public byte getByte(int field) {
    return row.getByte(columns[field]);
  }

  @Override
  public short getShort(int field) {
    return row.getShort(columns[field]);
  }

  @Override
  public int getInt(int field) {
    return row.getInt(columns[field]);
  }

  @Override
  public long getLong(int field) {
    return row.getLong(columns[field]);
  }

  @Override
  public float getFloat(int field) {
    return row.getFloat(columns[field]);
  }

  @Override
  public double getDouble(int field) {
    return row.getDouble(columns[field]);
  }

  @Override
  public StringData getString(int field) {
    return row.getString(columns[field]);
  }

  @Override
  public DecimalData getDecimal(int field, int precision, int scale) {
    return row.getDecimal(columns[field], precision, scale);
  }

  @Override
  public TimestampData getTimestamp(int field, int precision) {
    int stored = precisions[field];
    return stored == Projection.AS_IT_IS
        ? row.getTimestamp(columns[field], precision)
        : TimestampData.fromEpochMillis(row.getTimestamp(columns[field], stored).getMillisecond());
  }

  @Override
  public <T> RawValueData<T> getRawValue(int field) {
    return row.getRawValue(columns[field]);
  }

  @Override
  public byte[] getBinary(int field) {
    return row.getBinary(columns[field]);
  }

  @Override
  public ArrayData getArray(int field) {
    return row.getArray(columns[field]);
  }

  @Override
  public MapData getMap(int field) {
    return row.getMap(columns[field]);
  }

  @Override
  public RowData getRow(int field, int fields) {
    return row.getRow(columns[field], fields);
  }
}
