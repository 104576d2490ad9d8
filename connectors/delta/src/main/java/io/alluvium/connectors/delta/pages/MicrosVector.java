package io.alluvium.connectors.delta.pages;

import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.columnar.vector.TimestampColumnVector;
import org.apache.flink.table.data.columnar.vector.heap.HeapLongVector;

/** Timestamps that are kept as microseconds since the epoch. */
@Internal
public final class MicrosVector implements TimestampColumnVector {
  private static final long MICROS_PER_MILLI = 1_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private final HeapLongVector micros;

  MicrosVector(HeapLongVector micros) {
    this.micros = micros;
  }

  public long micros(int row) {
    return micros.vector[row];
  }

  @Override
  public TimestampData getTimestamp(int row, int precision) {
    long value = micros.vector[row];
    return TimestampData.fromEpochMillis(
        Math.floorDiv(value, MICROS_PER_MILLI),
        (int) Math.floorMod(value, MICROS_PER_MILLI) * NANOS_PER_MICRO);
  }

  @Override
  public boolean isNullAt(int row) {
    return micros.isNullAt(row);
  }
}
