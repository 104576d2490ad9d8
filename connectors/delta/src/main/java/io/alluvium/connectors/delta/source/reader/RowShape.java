package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.ScanChangelog;
import io.alluvium.connectors.delta.source.scan.ScanColumns;
import java.util.function.UnaryOperator;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;

/** Makes rows that can be kept, in binary form, from rows as a file reader gives them. */
final class RowShape {
  private final RowDataSerializer read;
  private final boolean emittedAsRead;
  private final ScanColumns columns;
  private final int[] key;

  RowShape(ScanColumns columns) {
    this.columns = columns;
    this.read = new RowDataSerializer(columns.readType());
    this.key = columns.keyFields();
    this.emittedAsRead =
        columns.metadata().isEmpty() && columns.read().size() == columns.projected().size();
  }

  /** All columns that are read; the result is overwritten by the next call. */
  BinaryRowData view(RowData row) {
    return read.toBinaryRow(row);
  }

  /** A row of which only the key's columns are set; the result is overwritten by the next call. */
  BinaryRowData ofKey(RowData keyRow) {
    GenericRowData row = new GenericRowData(read.getArity());
    for (int i = 0; i < key.length; i++) {
      row.setField(key[i], columnOfKey(i).getFieldOrNull(keyRow));
    }
    return read.toBinaryRow(row);
  }

  private RowData.FieldGetter columnOfKey(int index) {
    return RowData.createFieldGetter(columns.readKey().get(index).type(), index);
  }

  /** What makes rows for emission out of those of a version. */
  EmittedRows emitted(long version, long timestamp) {
    return emittedAsRead ? row -> row : new ReshapedRows(columns, version, timestamp);
  }

  /** What tells rows apart: the primary key, or the whole row where there is none. */
  RowComparison comparison(ScanChangelog changelog) {
    if (key.length == 0) {
      return RowDifference.byRow(this::view);
    }
    return changelog == ScanChangelog.UPSERT
        ? new UpsertComparison(this::view, keyOfRow())
        : RowDifference.byKey(this::view, keyOfRow());
  }

  /** What rows of a comparison have to be compared with; may reuse its result. */
  UnaryOperator<BinaryRowData> keyOfRow() {
    return key.length == 0 ? UnaryOperator.identity() : new KeyOfRow(columns.readType(), key);
  }

  RowDataSerializer serializer() {
    return read;
  }
}
