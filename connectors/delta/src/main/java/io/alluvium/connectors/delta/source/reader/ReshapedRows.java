package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.source.scan.ScanColumns;
import java.util.stream.IntStream;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.table.data.utils.ProjectedRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;

/** Leaves out the columns that were read for the key only, and adds the metadata of a version. */
final class ReshapedRows implements EmittedRows {
  private final RowDataSerializer produced;
  private final ProjectedRowData projected;
  private final JoinedRowData joined = new JoinedRowData();
  private final GenericRowData metadata;

  ReshapedRows(ScanColumns columns, long version, long timestamp) {
    this.produced = new RowDataSerializer(columns.produced());
    this.projected =
        ProjectedRowData.from(IntStream.range(0, columns.projected().size()).toArray());
    Object[] values =
        columns.metadata().stream().map(column -> column.of(version, timestamp)).toArray();
    this.metadata = GenericRowData.of(values);
  }

  @Override
  public RowData from(RowData read) {
    joined.replace(projected.replaceRow(read), metadata);
    joined.setRowKind(read.getRowKind());
    return produced.toBinaryRow(joined).copy();
  }
}
