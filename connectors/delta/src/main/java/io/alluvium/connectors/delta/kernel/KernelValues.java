package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** Kernel's values in Flink's internal form. */
final class KernelValues {
  private static final long MICROS_PER_MILLI = 1_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private KernelValues() {}

  static TimestampData timestamp(long micros) {
    return TimestampData.fromEpochMillis(
        Math.floorDiv(micros, MICROS_PER_MILLI),
        (int) Math.floorMod(micros, MICROS_PER_MILLI) * NANOS_PER_MICRO);
  }

  @Nullable
  static Object read(ColumnVector vector, int row) {
    if (vector.isNullAt(row)) {
      return null;
    }
    DataType type = vector.getDataType();
    if (type instanceof BooleanType) {
      return vector.getBoolean(row);
    } else if (type instanceof ByteType) {
      return vector.getByte(row);
    } else if (type instanceof ShortType) {
      return vector.getShort(row);
    } else if (type instanceof IntegerType || type instanceof DateType) {
      return vector.getInt(row);
    } else if (type instanceof LongType) {
      return vector.getLong(row);
    } else if (type instanceof FloatType) {
      return vector.getFloat(row);
    } else if (type instanceof DoubleType) {
      return vector.getDouble(row);
    } else if (type instanceof StringType) {
      return StringData.fromString(vector.getString(row));
    } else if (type instanceof BinaryType) {
      return vector.getBinary(row);
    } else if (type instanceof DecimalType decimal) {
      return DecimalData.fromBigDecimal(
          vector.getDecimal(row), decimal.getPrecision(), decimal.getScale());
    } else if (type instanceof TimestampType || type instanceof TimestampNTZType) {
      return timestamp(vector.getLong(row));
    } else if (type instanceof ArrayType) {
      return array(vector.getArray(row));
    } else if (type instanceof MapType) {
      return map(vector.getMap(row));
    } else if (type instanceof StructType struct) {
      GenericRowData value = new GenericRowData(struct.length());
      for (int i = 0; i < struct.length(); i++) {
        value.setField(i, read(vector.getChild(i), row));
      }
      return value;
    }
    throw new IllegalArgumentException("No Flink form of the Delta type " + type);
  }

  private static GenericArrayData array(ArrayValue array) {
    Object[] values = new Object[array.getSize()];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(array.getElements(), i);
    }
    return new GenericArrayData(values);
  }

  private static GenericMapData map(MapValue map) {
    Map<Object, Object> values = new HashMap<>();
    for (int i = 0; i < map.getSize(); i++) {
      values.put(read(map.getKeys(), i), read(map.getValues(), i));
    }
    return new GenericMapData(values);
  }
}
