package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import java.util.List;
import java.util.function.IntSupplier;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.runtime.metrics.MetricNames;

/**
 * Flink's standard metrics of sink writers, for an operator that writes files: {@code
 * numRecordsSend} rows, {@code numBytesSend} bytes of completed files, {@code currentSendTime}
 * milliseconds that the last completion of a checkpoint's files took; and {@code filesWritten}.
 */
@Internal
public final class WriterMetrics {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Counter records;
  private final Counter bytes;
  private final Counter files;
  private long lastSendMillis;

  public WriterMetrics(OperatorMetricGroup group) {
    // Not through Flink's own group of sink writers: it counts an operator's output as records.
    records = group.counter(MetricNames.NUM_RECORDS_SEND);
    bytes = group.counter(MetricNames.NUM_BYTES_SEND);
    group.gauge(MetricNames.CURRENT_SEND_TIME, (Gauge<Long>) () -> lastSendMillis);
    files = group.counter("filesWritten");
  }

  /** With {@code openFiles}, for a writer that may have many. */
  public WriterMetrics(OperatorMetricGroup group, IntSupplier openFiles) {
    this(group);
    group.gauge("openFiles", (Gauge<Integer>) openFiles::getAsInt);
  }

  public void rowWritten() {
    records.inc();
  }

  public void filesWritten(List<DataFile> written, long nanos) {
    files.inc(written.size());
    for (DataFile file : written) {
      bytes.inc(file.size());
    }
    lastSendMillis = nanos / NANOS_PER_MILLI;
  }
}
