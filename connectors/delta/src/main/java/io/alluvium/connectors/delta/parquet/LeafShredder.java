package io.alluvium.connectors.delta.parquet;

import java.util.Arrays;
import java.util.Iterator;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** Writes the values of a column that is not nested. */
final class LeafShredder extends Shredder {
  private static final long MICROS_PER_MILLI = 1_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private final ValueWriter valueWriter;
  private ColumnWriter out;

  /** Writes a value that is not null, without building an object for it where that can be. */
  private interface ValueWriter {
    void write(ColumnWriter out, RowData row, int pos, int repetition, int definition);
  }

  LeafShredder(String column, LogicalType type) {
    super(column, type.isNullable());
    this.valueWriter = forType(type);
  }

  @Override
  void bind(Iterator<ColumnWriter> writers) {
    out = writers.next();
  }

  @Override
  void writeAbsent(int repetition, int definition) {
    out.writeNull(repetition, definition);
  }

  @Override
  void writeValue(RowData row, int pos, int repetition, int definition) {
    valueWriter.write(out, row, pos, repetition, definition);
  }

  private static ValueWriter forType(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> (out, row, pos, rep, def) -> out.write(row.getBoolean(pos), rep, def);
      case TINYINT -> (out, row, pos, rep, def) -> out.write((int) row.getByte(pos), rep, def);
      case SMALLINT -> (out, row, pos, rep, def) -> out.write((int) row.getShort(pos), rep, def);
      case INTEGER, DATE -> (out, row, pos, rep, def) -> out.write(row.getInt(pos), rep, def);
      case BIGINT -> (out, row, pos, rep, def) -> out.write(row.getLong(pos), rep, def);
      case FLOAT -> (out, row, pos, rep, def) -> out.write(row.getFloat(pos), rep, def);
      case DOUBLE -> (out, row, pos, rep, def) -> out.write(row.getDouble(pos), rep, def);
      case VARCHAR -> (out, row, pos, rep, def) -> out.write(binary(row.getString(pos)), rep, def);
      case VARBINARY ->
          (out, row, pos, rep, def) ->
              out.write(Binary.fromReusedByteArray(row.getBinary(pos)), rep, def);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_WITHOUT_TIME_ZONE -> {
        int precision = TimestampPrecision.of(type);
        yield (out, row, pos, rep, def) ->
            out.write(micros(row.getTimestamp(pos, precision)), rep, def);
      }
      case DECIMAL -> decimal((DecimalType) type);
      default -> throw new IllegalArgumentException("No Parquet form of " + type);
    };
  }

  private static ValueWriter decimal(DecimalType type) {
    int precision = type.getPrecision();
    int scale = type.getScale();
    if (precision <= ParquetSchemas.MAX_INT_DECIMAL_PRECISION) {
      return (out, row, pos, rep, def) ->
          out.write((int) row.getDecimal(pos, precision, scale).toUnscaledLong(), rep, def);
    } else if (precision <= ParquetSchemas.MAX_LONG_DECIMAL_PRECISION) {
      return (out, row, pos, rep, def) ->
          out.write(row.getDecimal(pos, precision, scale).toUnscaledLong(), rep, def);
    }
    int length = ParquetSchemas.decimalBytes(precision);
    return (out, row, pos, rep, def) ->
        out.write(fixedLength(row.getDecimal(pos, precision, scale), length), rep, def);
  }

  private static Binary fixedLength(DecimalData value, int length) {
    byte[] unscaled = value.toUnscaledBytes();
    byte[] padded = new byte[length];
    int padding = length - unscaled.length;
    Arrays.fill(padded, 0, padding, (byte) (unscaled[0] < 0 ? -1 : 0));
    System.arraycopy(unscaled, 0, padded, padding, unscaled.length);
    return Binary.fromConstantByteArray(padded);
  }

  private static long micros(TimestampData value) {
    return value.getMillisecond() * MICROS_PER_MILLI
        + value.getNanoOfMillisecond() / NANOS_PER_MICRO;
  }

  /**
   * A view of the string's own bytes where they lie in one piece on the heap: most strings are in a
   * page's dictionary already, and a copy would be thrown away. Parquet copies what it keeps.
   */
  private static Binary binary(StringData value) {
    if (value instanceof BinaryStringData string) {
      string.ensureMaterialized();
      MemorySegment[] segments = string.getSegments();
      if (segments.length == 1 && !segments[0].isOffHeap()) {
        return Binary.fromReusedByteArray(
            segments[0].getArray(), string.getOffset(), string.getSizeInBytes());
      }
    }
    return Binary.fromConstantByteArray(value.toBytes());
  }
}
