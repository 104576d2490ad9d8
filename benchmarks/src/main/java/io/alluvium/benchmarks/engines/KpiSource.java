package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.serving.KpiRows;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;

/** Emits rows of KPIs as fast as they are taken. */
@SuppressWarnings("deprecation") // The new interface needs five classes for the same.
final class KpiSource implements SourceFunction<RowData> {
  private static final long serialVersionUID = 1L;

  private final long rows;
  private transient volatile boolean cancelled;

  KpiSource(long rows) {
    this.rows = rows;
  }

  @Override
  public void run(SourceContext<RowData> context) {
    for (long row = 0; row < rows && !cancelled; row++) {
      synchronized (context.getCheckpointLock()) {
        context.collect(
            GenericRowData.of(
                StringData.fromString(KpiRows.name(row)),
                row,
                StringData.fromString(KpiRows.state(row)),
                KpiRows.mean(row)));
      }
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
