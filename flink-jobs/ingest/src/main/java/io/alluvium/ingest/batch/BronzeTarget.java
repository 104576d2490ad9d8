package io.alluvium.ingest.batch;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.ingest.bronze.BronzeSchema;
import io.alluvium.ingest.deadletters.DeadLetter;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * The table that an inlet fills.
 *
 * @param inlet name of the definition
 * @param table as {@code layer.table}
 * @param schema its columns
 * @param rowType those of the schema, one instance for all rows
 * @param partitionColumns that a new table is partitioned by
 */
public record BronzeTarget(
    String inlet, String table, BronzeSchema schema, RowType rowType, List<String> partitionColumns)
    implements Serializable {

  public BronzeTarget {
    partitionColumns = List.copyOf(partitionColumns);
  }

  public static BronzeTarget of(
      String inlet, String table, BronzeSchema schema, List<String> partitionColumns) {
    return new BronzeTarget(inlet, table, schema, schema.rowType(), partitionColumns);
  }

  public RoutedRow row(RowData row) {
    return new RoutedRow(table, rowType, row);
  }

  public static RoutedRow deadLetter(DeadLetter letter) {
    return new RoutedRow(DeadLetter.TABLE, DeadLetter.ROW_TYPE, letter.toRow());
  }
}
