package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.source.scan.ScanColumns;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;

/** Makes rows that can be kept, in binary form, from rows as a file reader gives them. */
final class RowShape {
  private final RowDataSerializer read;
  private final boolean emittedAsRead;
  private final ScanColumns columns;

  RowShape(ScanColumns columns) {
    this.columns = columns;
    this.read = new RowDataSerializer(columns.read());
    this.emittedAsRead =
        columns.metadata().isEmpty()
            && columns.read().getFieldCount() == columns.projected().size();
  }

  /** All columns that are read; the result is overwritten by the next call. */
  BinaryRowData view(RowData row) {
    return read.toBinaryRow(row);
  }

  /** What makes rows for emission out of those of a version. */
  EmittedRows emitted(long version, long timestamp) {
    return emittedAsRead ? row -> view(row).copy() : new ReshapedRows(columns, version, timestamp);
  }

  /** What tells rows apart: the primary key, or the whole row where there is none. */
  RowDifference difference() {
    if (columns.key().isEmpty()) {
      return RowDifference.byRow();
    }
    RowType type = columns.read();
    int[] key = columns.key().stream().mapToInt(type::getFieldIndex).toArray();
    return RowDifference.byKey(new KeyOfRow(type, key));
  }
}
