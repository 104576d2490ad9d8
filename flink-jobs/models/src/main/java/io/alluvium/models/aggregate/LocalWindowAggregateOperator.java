package io.alluvium.models.aggregate;

import java.time.ZoneId;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.operators.window.tvf.common.ClockService;
import org.apache.flink.table.runtime.operators.window.tvf.slicing.SliceAssigner;
import org.apache.flink.table.runtime.util.StreamRecordCollector;
import org.apache.flink.table.runtime.util.TimeWindowUtil;

/**
 * GROUP BY a window of event time before the exchange. Groups are given on when the watermark ends
 * the first of their slices, when the task becomes idle, and with each checkpoint, so that there is
 * no state. (Flink's own looks for the end of windows without an offset only, and does not look at
 * idleness: it loses what it gives on too late.)
 */
final class LocalWindowAggregateOperator extends AbstractStreamOperator<RowData>
    implements OneInputStreamOperator<RowData, RowData> {
  private static final long serialVersionUID = 1L;

  /** Not asked: these windows are of event time. */
  private static final ClockService CLOCK = ClockService.ofSystem();

  private final LocalAggregate aggregate;
  private final SliceAssigner slices;
  private final ZoneId zone;

  private transient HeldGroups groups;
  private transient long firstSlice;
  private transient long watermark;

  /**
   * @param zone in which windows begin and end
   */
  LocalWindowAggregateOperator(LocalAggregate aggregate, SliceAssigner slices, ZoneId zone) {
    this.aggregate = aggregate;
    this.slices = slices;
    this.zone = zone;
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  public void open() throws Exception {
    super.open();
    groups = new HeldGroups(aggregate, true, new StreamRecordCollector<>(output));
    firstSlice = Long.MAX_VALUE;
    watermark = Long.MIN_VALUE;
    getMetricGroup().gauge("groups", (Gauge<Integer>) groups::size);
  }

  @Override
  public void processElement(StreamRecord<RowData> element) throws Exception {
    RowData row = element.getValue();
    long slice = slices.assignSliceEnd(row, CLOCK);
    firstSlice = Math.min(firstSlice, slice);
    groups.add(row, slice);
  }

  /** Whatever ends with the watermark is given before it, or would be late behind the exchange. */
  @Override
  public void processWatermark(Watermark mark) throws Exception {
    watermark = Math.max(watermark, mark.getTimestamp());
    if (TimeWindowUtil.isWindowFired(firstSlice, watermark, zone)) {
      give();
    }
    super.processWatermark(mark);
  }

  /** Nobody waits for an idle task: the watermarks of others would end what it holds. */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    if (status.isIdle()) {
      give();
    }
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    give();
  }

  @Override
  public void finish() throws Exception {
    give();
    super.finish();
  }

  private void give() {
    groups.give();
    firstSlice = Long.MAX_VALUE;
  }
}
