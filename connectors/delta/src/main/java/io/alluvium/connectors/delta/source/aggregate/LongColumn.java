package io.alluvium.connectors.delta.source.aggregate;

import io.alluvium.connectors.delta.pages.ColumnarBatch;
import io.alluvium.connectors.delta.pages.ConstantVector;
import io.alluvium.connectors.delta.pages.MicrosVector;
import java.util.Arrays;
import org.apache.flink.table.data.columnar.vector.BooleanColumnVector;
import org.apache.flink.table.data.columnar.vector.ByteColumnVector;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.IntColumnVector;
import org.apache.flink.table.data.columnar.vector.LongColumnVector;
import org.apache.flink.table.data.columnar.vector.ShortColumnVector;
import org.apache.flink.table.data.columnar.vector.TimestampColumnVector;
import org.apache.flink.table.types.logical.LogicalType;

/** The live values of a column of a batch as 64-bit integers, one after the other. */
final class LongColumn {
  private final LogicalType type;
  private final Nulls nulls = new Nulls();
  private long[] values = new long[0];

  LongColumn(LogicalType type) {
    this.type = type;
  }

  Nulls nulls() {
    return nulls;
  }

  /** What stands for null is of no meaning. */
  long[] values() {
    return values;
  }

  void load(ColumnarBatch batch, int column, LiveRows live) {
    nulls.load(batch, column, live);
    ColumnVector vector = batch.column(column);
    if (values.length < live.count()) {
      values = new long[live.rows().length];
    }
    if (vector instanceof ConstantVector constant) {
      Arrays.fill(values, 0, live.count(), constant.isNullAt(0) ? 0 : value(constant, 0));
      return;
    }
    int[] rows = live.rows();
    int count = live.count();
    switch (type.getTypeRoot()) {
      case BIGINT -> {
        LongColumnVector longs = (LongColumnVector) vector;
        for (int i = 0; i < count; i++) {
          values[i] = longs.getLong(rows[i]);
        }
      }
      case INTEGER, DATE -> {
        IntColumnVector ints = (IntColumnVector) vector;
        for (int i = 0; i < count; i++) {
          values[i] = ints.getInt(rows[i]);
        }
      }
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
        MicrosVector micros = (MicrosVector) vector;
        for (int i = 0; i < count; i++) {
          values[i] = micros.micros(rows[i]);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          values[i] = value(vector, rows[i]);
        }
      }
    }
  }

  private long value(ColumnVector vector, int row) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> ((BooleanColumnVector) vector).getBoolean(row) ? 1 : 0;
      case TINYINT -> ((ByteColumnVector) vector).getByte(row);
      case SMALLINT -> ((ShortColumnVector) vector).getShort(row);
      case INTEGER, DATE -> ((IntColumnVector) vector).getInt(row);
      case BIGINT -> ((LongColumnVector) vector).getLong(row);
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          Numbers.micros(((TimestampColumnVector) vector).getTimestamp(row, 6));
      default -> throw new IllegalStateException("no 64-bit integers: " + type);
    };
  }
}
