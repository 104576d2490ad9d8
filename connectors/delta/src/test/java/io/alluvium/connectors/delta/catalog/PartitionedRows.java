package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogChange;
import io.alluvium.connectors.delta.kernel.OptimisticCommit;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.RowType;

/** Adds rows of one column {@code id} to partitions of a table. */
record PartitionedRows(Path table) {
  private static final RowType ID =
      (RowType) DataTypes.ROW(DataTypes.FIELD("id", DataTypes.BIGINT())).getLogicalType();

  void addNullRegion(String day, long... ids) throws Exception {
    Map<String, String> partition = new HashMap<>();
    partition.put("region", null);
    partition.put("day", day);
    add(partition, ids);
  }

  void add(Map<String, String> partition, long... ids) throws Exception {
    String name = "part-" + UUID.randomUUID() + ".parquet";
    try (DataFileWriter writer = new DataFileWriter(table.toString(), name, ID)) {
      for (long id : ids) {
        writer.write(GenericRowData.of(id));
      }
      DataFile file = writer.finish();
      DataFile added =
          new DataFile(
              name, file.size(), file.modificationTime(), partition, file.statistics(), null);
      new OptimisticCommit(DeltaTable.at(table.toString()), "TEST")
          .commit(snapshot -> Optional.of(LogChange.ofRows(List.of(added), List.of())));
    }
  }
}
