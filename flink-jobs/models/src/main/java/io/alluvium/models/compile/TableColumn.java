package io.alluvium.models.compile;

import java.util.List;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * A column of a table.
 *
 * @param type as a table keeps it: nullable, texts of any length, times without further meaning
 */
public record TableColumn(String name, LogicalType type) {

  /** The columns of a query or table that are stored. */
  public static List<TableColumn> of(ResolvedSchema schema) {
    return schema.getColumns().stream().filter(Column::isPhysical).map(TableColumn::of).toList();
  }

  private static TableColumn of(Column column) {
    return new TableColumn(column.getName(), kept(column.getDataType().getLogicalType()));
  }

  private static LogicalType kept(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case CHAR, VARCHAR -> new VarCharType(true, VarCharType.MAX_LENGTH);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          new LocalZonedTimestampType(true, ((LocalZonedTimestampType) type).getPrecision());
      case TIMESTAMP_WITHOUT_TIME_ZONE ->
          new TimestampType(true, ((TimestampType) type).getPrecision());
      default -> type.copy(true);
    };
  }

  /** As a table's definition writes it. */
  public String sqlType() {
    return type.asSummaryString();
  }
}
