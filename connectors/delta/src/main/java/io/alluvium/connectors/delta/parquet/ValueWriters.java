package io.alluvium.connectors.delta.parquet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes Flink's internal values to Parquet, without building objects in between. */
final class ValueWriters {
  private static final long MICROS_PER_MILLI = 1_000;
  private static final int NANOS_PER_MICRO = 1_000;

  /** Writes the value at a position of a row; the value is not null. */
  interface FieldWriter {
    void write(RecordConsumer out, RowData row, int pos);
  }

  /** Writes the value at a position of an array; the value is not null. */
  interface ElementWriter {
    void write(RecordConsumer out, ArrayData array, int pos);
  }

  private ValueWriters() {}

  static long micros(TimestampData value) {
    return value.getMillisecond() * MICROS_PER_MILLI
        + value.getNanoOfMillisecond() / NANOS_PER_MICRO;
  }

  static Binary binary(StringData value) {
    return Binary.fromConstantByteArray(value.toBytes());
  }

  static FieldWriter forField(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> (out, row, pos) -> out.addBoolean(row.getBoolean(pos));
      case TINYINT -> (out, row, pos) -> out.addInteger(row.getByte(pos));
      case SMALLINT -> (out, row, pos) -> out.addInteger(row.getShort(pos));
      case INTEGER, DATE -> (out, row, pos) -> out.addInteger(row.getInt(pos));
      case BIGINT -> (out, row, pos) -> out.addLong(row.getLong(pos));
      case FLOAT -> (out, row, pos) -> out.addFloat(row.getFloat(pos));
      case DOUBLE -> (out, row, pos) -> out.addDouble(row.getDouble(pos));
      case VARCHAR -> (out, row, pos) -> out.addBinary(binary(row.getString(pos)));
      case VARBINARY ->
          (out, row, pos) -> out.addBinary(Binary.fromReusedByteArray(row.getBinary(pos)));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_WITHOUT_TIME_ZONE -> {
        int precision = TimestampPrecision.of(type);
        yield (out, row, pos) -> out.addLong(micros(row.getTimestamp(pos, precision)));
      }
      case DECIMAL -> {
        int precision = ((DecimalType) type).getPrecision();
        int scale = ((DecimalType) type).getScale();
        yield (out, row, pos) ->
            writeDecimal(out, row.getDecimal(pos, precision, scale), precision);
      }
      case ARRAY -> {
        ElementWriter element = forElement(type.getChildren().get(0));
        yield (out, row, pos) -> writeArray(out, row.getArray(pos), element);
      }
      case MAP -> {
        ElementWriter key = forElement(type.getChildren().get(0));
        ElementWriter value = forElement(type.getChildren().get(1));
        yield (out, row, pos) -> writeMap(out, row.getMap(pos), key, value);
      }
      case ROW -> {
        RowWriter nested = new RowWriter((RowType) type);
        int arity = ((RowType) type).getFieldCount();
        yield (out, row, pos) -> nested.writeGroup(out, row.getRow(pos, arity));
      }
      default -> throw new IllegalArgumentException("No Parquet form of " + type);
    };
  }

  private static ElementWriter forElement(LogicalType type) {
    ArrayData.ElementGetter getter = ArrayData.createElementGetter(type);
    FieldWriter field = forField(type);
    // A row of one field lends the element to the field's writer: nested values are rare.
    return (out, array, pos) ->
        field.write(
            out,
            org.apache.flink.table.data.GenericRowData.of(getter.getElementOrNull(array, pos)),
            0);
  }

  private static void writeDecimal(
      RecordConsumer out, org.apache.flink.table.data.DecimalData value, int precision) {
    if (precision <= ParquetSchemas.MAX_INT_DECIMAL_PRECISION) {
      out.addInteger((int) value.toUnscaledLong());
    } else if (precision <= ParquetSchemas.MAX_LONG_DECIMAL_PRECISION) {
      out.addLong(value.toUnscaledLong());
    } else {
      byte[] unscaled = value.toUnscaledBytes();
      byte[] padded = new byte[ParquetSchemas.decimalBytes(precision)];
      int padding = padded.length - unscaled.length;
      Arrays.fill(padded, 0, padding, (byte) (unscaled[0] < 0 ? -1 : 0));
      System.arraycopy(unscaled, 0, padded, padding, unscaled.length);
      out.addBinary(Binary.fromConstantByteArray(padded));
    }
  }

  private static void writeArray(RecordConsumer out, ArrayData array, ElementWriter element) {
    out.startGroup();
    if (array.size() > 0) {
      out.startField("list", 0);
      for (int i = 0; i < array.size(); i++) {
        out.startGroup();
        writeElement(out, "element", 0, array, i, element);
        out.endGroup();
      }
      out.endField("list", 0);
    }
    out.endGroup();
  }

  private static void writeMap(
      RecordConsumer out, MapData map, ElementWriter key, ElementWriter value) {
    ArrayData keys = map.keyArray();
    ArrayData values = map.valueArray();
    out.startGroup();
    if (map.size() > 0) {
      out.startField("key_value", 0);
      for (int i = 0; i < map.size(); i++) {
        out.startGroup();
        writeElement(out, "key", 0, keys, i, key);
        writeElement(out, "value", 1, values, i, value);
        out.endGroup();
      }
      out.endField("key_value", 0);
    }
    out.endGroup();
  }

  private static void writeElement(
      RecordConsumer out, String name, int index, ArrayData array, int pos, ElementWriter writer) {
    if (!array.isNullAt(pos)) {
      out.startField(name, index);
      writer.write(out, array, pos);
      out.endField(name, index);
    }
  }

  /** Writes a row's fields in order. */
  static final class RowWriter {
    private final String[] names;
    private final FieldWriter[] writers;

    RowWriter(RowType rowType) {
      List<FieldWriter> found = new ArrayList<>();
      for (LogicalType type : rowType.getChildren()) {
        found.add(forField(type));
      }
      names = rowType.getFieldNames().toArray(new String[0]);
      writers = found.toArray(new FieldWriter[0]);
    }

    void writeFields(RecordConsumer out, RowData row) {
      for (int i = 0; i < writers.length; i++) {
        if (!row.isNullAt(i)) {
          out.startField(names[i], i);
          writers[i].write(out, row, i);
          out.endField(names[i], i);
        }
      }
    }

    void writeGroup(RecordConsumer out, RowData row) {
      out.startGroup();
      writeFields(out, row);
      out.endGroup();
    }
  }
}
