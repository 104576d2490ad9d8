package io.alluvium.models.aggregate;

import org.apache.flink.metrics.Gauge;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.util.StreamRecordCollector;

/**
 * GROUP BY before the exchange. Groups are given on with each mini-batch's mark and checkpoint, so
 * that there is no state, and before where they are as many as a mini-batch has rows: however many
 * rows a group has, it is one row on the other side.
 */
final class LocalAggregateOperator extends AbstractStreamOperator<RowData>
    implements OneInputStreamOperator<RowData, RowData> {
  private static final long serialVersionUID = 1L;

  private final LocalAggregate aggregate;

  private transient HeldGroups groups;

  LocalAggregateOperator(LocalAggregate aggregate) {
    this.aggregate = aggregate;
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  public void open() throws Exception {
    super.open();
    groups = new HeldGroups(aggregate, false, new StreamRecordCollector<>(output));
    getMetricGroup().gauge("groups", (Gauge<Integer>) groups::size);
  }

  @Override
  public void processElement(StreamRecord<RowData> element) throws Exception {
    groups.add(element.getValue(), 0);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    groups.give();
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    groups.give();
  }

  @Override
  public void finish() throws Exception {
    groups.give();
    super.finish();
  }
}
