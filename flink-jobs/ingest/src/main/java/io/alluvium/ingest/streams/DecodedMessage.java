package io.alluvium.ingest.streams;

import io.alluvium.ingest.deadletters.DeadLetter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Either a row of the table or a dead letter: a row of two rows, one of them null. */
final class DecodedMessage {
  static final int ROW = 0;
  static final int DEAD_LETTER = 1;

  private DecodedMessage() {}

  static InternalTypeInfo<RowData> type(RowType rows) {
    return InternalTypeInfo.of(
        RowType.of(
            new LogicalType[] {rows.copy(true), DeadLetter.ROW_TYPE.copy(true)},
            new String[] {"row", "dead_letter"}));
  }
}
