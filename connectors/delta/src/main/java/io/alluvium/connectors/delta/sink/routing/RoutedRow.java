package io.alluvium.connectors.delta.sink.routing;

import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * A row with the table that it belongs to and the columns that it has, as a source knows them. It
 * must not be changed once it is sent on: operators of a chain share it.
 *
 * @param table name, of which a {@link TableRouter} makes a path
 * @param rowType one instance for all rows of a schema is quickest
 * @param row of kind {@code +I}
 */
@PublicEvolving
@TypeInfo(RoutedRowTypeInfo.Factory.class)
public record RoutedRow(String table, RowType rowType, RowData row) {

  public RoutedRow {
    Objects.requireNonNull(table);
    Objects.requireNonNull(rowType);
    Objects.requireNonNull(row);
  }
}
