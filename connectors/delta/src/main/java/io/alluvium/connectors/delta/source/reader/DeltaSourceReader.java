package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.table.data.RowData;

/** Asks for a split whenever it has none, and emits the rows that its thread reads. */
@Internal
public final class DeltaSourceReader
    extends SingleThreadMultiplexSourceReaderBase<
        ReadElement, RowData, DeltaSourceSplit, SplitState> {
  /** Metric: age of the commit whose changes are being read, in milliseconds. */
  public static final String LAG_MILLIS = "sourceLagMillis";

  /** Metric: known versions whose changes are not read to their end. */
  public static final String LAG_VERSIONS = "sourceLagVersions";

  @Nullable private OutputOfAllSplits<RowData> outputOfAll;

  private DeltaSourceReader(
      SourceReaderContext context,
      SplitScans scans,
      Duration pollInterval,
      long limit,
      AtomicLong pendingBytes) {
    super(
        () -> new DeltaSplitReader(scans, pollInterval, limit, pendingBytes),
        new ElementEmitter(context.metricGroup().getIOMetricGroup().getNumRecordsInCounter()),
        context.getConfiguration(),
        context);
    context.metricGroup().setPendingBytesGauge(pendingBytes::get);
    context.metricGroup().gauge(LAG_MILLIS, scans.progress()::lagMillis);
    context.metricGroup().gauge(LAG_VERSIONS, scans.progress()::versions);
  }

  /**
   * @param limit of rows that are wanted of this reader; a few more may come
   */
  public static DeltaSourceReader of(
      SourceReaderContext context, SplitScans scans, Duration pollInterval, long limit) {
    return new DeltaSourceReader(context, scans, pollInterval, limit, new AtomicLong());
  }

  /**
   * Watermarks are made of all rows of the reader. A file is often read to its end before its own
   * watermark is due, which would then be lost.
   */
  @Override
  public InputStatus pollNext(ReaderOutput<RowData> output) throws Exception {
    if (outputOfAll == null || !outputOfAll.isOf(output)) {
      outputOfAll = new OutputOfAllSplits<>(output);
    }
    return super.pollNext(outputOfAll);
  }

  @Override
  public void start() {
    // After a restore there may be splits already.
    if (getNumberOfCurrentlyAssignedSplits() == 0) {
      context.sendSplitRequest();
    }
  }

  @Override
  protected void onSplitFinished(Map<String, SplitState> finished) {
    context.sendSplitRequest();
  }

  @Override
  protected SplitState initializedState(DeltaSourceSplit split) {
    return new SplitState(split);
  }

  @Override
  protected DeltaSourceSplit toSplitType(String splitId, SplitState state) {
    return state.rest();
  }
}
