package io.alluvium.connectors.delta.source.reader;

import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.table.data.RowData;

/** Emits rows and keeps account of them. */
final class ElementEmitter implements RecordEmitter<ReadElement, RowData, SplitState> {

  @Override
  public void emitRecord(ReadElement element, SourceOutput<RowData> output, SplitState state) {
    if (element.row() != null) {
      output.collect(element.row());
      state.rowEmitted(element.position());
    }
    if (element.next() != null) {
      state.goOnAt(element.next());
    }
  }
}
