package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.DataType;
import java.math.BigDecimal;

/** A field of a struct, which is null where the struct is. */
final class ChildVector implements ColumnVector {
  private final ColumnVector parent;
  private final ColumnVector child;

  ChildVector(ColumnVector parent, ColumnVector child) {
    this.parent = parent;
    this.child = child;
  }

  @Override
  public DataType getDataType() {
    return child.getDataType();
  }

  @Override
  public int getSize() {
    return child.getSize();
  }

  @Override
  public void close() {
    child.close();
  }

  @Override
  public boolean isNullAt(int row) {
    return parent.isNullAt(row) || child.isNullAt(row);
  }

  @Override
  public boolean getBoolean(int row) {
    return child.getBoolean(row);
  }

  @Override
  public byte getByte(int row) {
    return child.getByte(row);
  }

  @Override
  public short getShort(int row) {
    return child.getShort(row);
  }

  @Override
  public int getInt(int row) {
    return child.getInt(row);
  }

  @Override
  public long getLong(int row) {
    return child.getLong(row);
  }

  @Override
  public float getFloat(int row) {
    return child.getFloat(row);
  }

  @Override
  public double getDouble(int row) {
    return child.getDouble(row);
  }

  @Override
  public byte[] getBinary(int row) {
    return child.getBinary(row);
  }

  @Override
  public String getString(int row) {
    return child.getString(row);
  }

  @Override
  public BigDecimal getDecimal(int row) {
    return child.getDecimal(row);
  }

  @Override
  public MapValue getMap(int row) {
    return child.getMap(row);
  }

  @Override
  public ArrayValue getArray(int row) {
    return child.getArray(row);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return child.getChild(ordinal);
  }
}
