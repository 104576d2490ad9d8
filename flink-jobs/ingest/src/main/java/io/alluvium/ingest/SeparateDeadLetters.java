package io.alluvium.ingest;

import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Readings to the main output, dead letters to the side. */
final class SeparateDeadLetters extends ProcessFunction<RowData, RowData> {
  private static final long serialVersionUID = 1L;

  static final InternalTypeInfo<RowData> READINGS = InternalTypeInfo.of(Reading.ROW_TYPE);
  static final OutputTag<RowData> DEAD_LETTERS =
      new OutputTag<>("dead-letters", InternalTypeInfo.of(DeadLetter.ROW_TYPE));

  private final int readingArity = Reading.ROW_TYPE.getFieldCount();
  private final int deadLetterArity = DeadLetter.ROW_TYPE.getFieldCount();

  @Override
  public void processElement(RowData row, Context context, Collector<RowData> out) {
    if (DecodedRow.isReading(row)) {
      out.collect(DecodedRow.reading(row, readingArity));
    } else {
      context.output(DEAD_LETTERS, DecodedRow.deadLetter(row, deadLetterArity));
    }
  }
}
