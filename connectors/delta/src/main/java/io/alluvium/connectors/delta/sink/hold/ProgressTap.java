package io.alluvium.connectors.delta.sink.hold;

import java.util.Optional;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.OutputTag;

/**
 * Passes rows on, and tells beside them how far they have come: the latest time of any, in
 * milliseconds since the epoch.
 */
final class ProgressTap extends AbstractStreamOperator<RowData>
    implements OneInputStreamOperator<RowData, RowData> {
  private static final long serialVersionUID = 1L;
  static final OutputTag<Long> PROGRESS = new OutputTag<>("progress", Types.LONG);

  private final TimeOfRow time;
  private transient long latest;

  ProgressTap(TimeOfRow time) {
    this.time = time;
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  public void open() throws Exception {
    super.open();
    latest = Long.MIN_VALUE;
  }

  @Override
  public void processElement(StreamRecord<RowData> element) {
    output.collect(element);
    RowData row = element.getValue();
    if (row.getRowKind() != RowKind.DELETE && row.getRowKind() != RowKind.UPDATE_BEFORE) {
      Optional<Long> millis = time.of(row).map(at -> at.toInstant().toEpochMilli());
      if (millis.isPresent() && millis.get() > latest) {
        latest = millis.get();
        output.collect(PROGRESS, new StreamRecord<>(latest));
      }
    }
  }
}
