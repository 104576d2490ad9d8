package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.parquet.DataFileFormat;
import io.alluvium.connectors.delta.parquet.ParquetSettings;
import io.alluvium.connectors.delta.parquet.StatisticsColumns;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;

/**
 * What is needed to write files of a table.
 *
 * @param tablePath the table's folder
 * @param rowType of the rows, partition columns included
 * @param partitionColumns in the table's order
 */
@Internal
public record FileLayout(
    String tablePath,
    RowType rowType,
    List<String> partitionColumns,
    ParquetSettings parquet,
    StatisticsColumns statistics)
    implements Serializable {

  public FileLayout {
    partitionColumns = List.copyOf(partitionColumns);
  }

  public DataFileFormat newFormat() {
    return new DataFileFormat(rowType, partitionColumns, parquet, statistics);
  }
}
