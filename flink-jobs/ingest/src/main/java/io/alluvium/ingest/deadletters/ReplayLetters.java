package io.alluvium.ingest.deadletters;

import io.alluvium.ingest.record.UnreadableRecordException;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;

/** Decodes the letters that are to be replayed, each once, however often it is there. */
final class ReplayLetters extends KeyedProcessFunction<String, RowData, RowData> {
  private static final long serialVersionUID = 1L;
  static final String UNREADABLE = "unreadable ";

  private final ReplayableInlet inlet;
  private final Set<String> keys;
  private transient DeadLetterDecoder decoder;
  private transient ValueState<Boolean> seen;

  ReplayLetters(ReplayableInlet inlet, Set<String> keys) {
    this.inlet = inlet;
    this.keys = new HashSet<>(keys);
  }

  static String key(RowData letter) {
    return LetterColumns.key(letter.getString(0).toString(), letter.getString(1).toString());
  }

  @Override
  public void open(OpenContext context) {
    decoder = inlet.newDecoder();
    seen = getRuntimeContext().getState(new ValueStateDescriptor<>("seen", Types.BOOLEAN));
  }

  @Override
  public void processElement(RowData row, Context context, Collector<RowData> out)
      throws Exception {
    DeadLetter letter = DeadLetter.fromRow(row);
    if (!letter.inlet().toString().equals(inlet.inlet())
        || !keys.contains(context.getCurrentKey())
        || seen.value() != null) {
      return;
    }
    seen.update(true);
    try {
      for (RowData decoded : decoder.decode(letter)) {
        out.collect(decoded);
      }
    } catch (UnreadableRecordException e) {
      String counter = UNREADABLE + e.errorClass().code();
      LongCounter count = (LongCounter) getRuntimeContext().<Long, Long>getAccumulator(counter);
      if (count == null) {
        count = new LongCounter();
        getRuntimeContext().addAccumulator(counter, count);
      }
      count.add(1);
    }
  }
}
