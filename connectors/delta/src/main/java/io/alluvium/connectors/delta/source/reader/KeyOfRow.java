package io.alluvium.connectors.delta.source.reader;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.utils.ProjectedRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Takes the key's columns out of a row; the result is overwritten by the next call. */
final class KeyOfRow implements UnaryOperator<BinaryRowData> {
  private final RowDataSerializer serializer;
  private final ProjectedRowData projected;

  KeyOfRow(RowType type, int[] keyFields) {
    LogicalType[] types =
        Arrays.stream(keyFields).mapToObj(type::getTypeAt).toArray(LogicalType[]::new);
    this.serializer = new RowDataSerializer(types);
    this.projected = ProjectedRowData.from(keyFields);
  }

  @Override
  public BinaryRowData apply(BinaryRowData row) {
    return serializer.toBinaryRow(projected.replaceRow(row));
  }
}
