package io.alluvium.ingest.streams;

import io.alluvium.ingest.deadletters.DeadLetter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Rows to the main output, dead letters to the side. */
final class SeparateDeadLetters extends ProcessFunction<RowData, RowData> {
  private static final long serialVersionUID = 1L;

  static final OutputTag<RowData> DEAD_LETTERS =
      new OutputTag<>("dead-letters", InternalTypeInfo.of(DeadLetter.ROW_TYPE));

  private final int arity;
  private final int deadLetterArity = DeadLetter.ROW_TYPE.getFieldCount();

  SeparateDeadLetters(int arity) {
    this.arity = arity;
  }

  @Override
  public void processElement(RowData decoded, Context context, Collector<RowData> out) {
    if (decoded.isNullAt(DecodedMessage.ROW)) {
      context.output(DEAD_LETTERS, decoded.getRow(DecodedMessage.DEAD_LETTER, deadLetterArity));
    } else {
      out.collect(decoded.getRow(DecodedMessage.ROW, arity));
    }
  }
}
