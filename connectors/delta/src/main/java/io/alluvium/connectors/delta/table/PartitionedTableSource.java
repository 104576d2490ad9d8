package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.PartitionValue;
import io.alluvium.connectors.delta.kernel.ReadColumn;
import io.alluvium.connectors.delta.source.filter.FileFilter;
import io.alluvium.connectors.delta.source.filter.FileFilter.Comparison;
import io.alluvium.connectors.delta.source.filter.PlainValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsPartitionPushDown;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Scans one version of a Delta table that has partitions. The planner evaluates predicates on the
 * partitions' values and drops them, also those that the source cannot evaluate.
 *
 * <p>A continuous scan must not do so: it would never see partitions that come later.
 */
final class PartitionedTableSource extends BoundedTableSource implements SupportsPartitionPushDown {

  PartitionedTableSource(ScannedTable table, ScanRequest request) {
    super(table, request);
  }

  /** Whether the planner can read values of the types from their texts. */
  static boolean supports(RowType type, List<String> partitionColumns) {
    return !partitionColumns.isEmpty()
        && partitionColumns.stream()
            .map(column -> type.getTypeAt(type.getFieldIndex(column)))
            .allMatch(PartitionedTableSource::isReadByPlanner);
  }

  private static boolean isReadByPlanner(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DATE, CHAR, VARCHAR -> true;
      default -> false;
    };
  }

  @Override
  public Optional<List<Map<String, String>>> listPartitions() {
    DeltaSnapshot snapshot = table().planned().snapshot();
    if (!snapshot.partitionColumns().equals(table().partitionColumns())) {
      throw new DeltaException(
          String.format(
              "Table %s is declared as partitioned by %s, but the Delta table %s is by %s. Declare"
                  + " it as the table is.",
              table().name(),
              table().partitionColumns(),
              table().path(),
              snapshot.partitionColumns()));
    }
    Set<Map<String, String>> partitions = new LinkedHashSet<>();
    for (DataFile file : snapshot.files()) {
      Map<String, String> partition = new LinkedHashMap<>();
      for (String column : table().partitionColumns()) {
        String text = file.partitionValues().get(snapshot.storedColumns().name(column));
        partition.put(column, text == null || text.isEmpty() ? null : text);
      }
      partitions.add(partition);
    }
    return Optional.of(new ArrayList<>(partitions));
  }

  @Override
  public void applyPartitions(List<Map<String, String>> remainingPartitions) {
    List<FileFilter> partitions = new ArrayList<>();
    for (Map<String, String> partition : remainingPartitions) {
      List<FileFilter> values = new ArrayList<>();
      partition.forEach((column, text) -> values.add(isValue(column, text)));
      partitions.add(new FileFilter.And(values));
    }
    apply(request().withFilters(List.of(new FileFilter.Or(partitions))));
  }

  private FileFilter isValue(String name, String text) {
    RowType type = request().columns().table();
    ReadColumn column = ReadColumn.of(name, type.getTypeAt(type.getFieldIndex(name)));
    Object value = PartitionValue.parse(column.type(), text);
    return value == null
        ? new FileFilter.NullCheck(column, true)
        : new FileFilter.Compare(
            column, Comparison.EQUAL, PlainValue.of(column.type(), value).orElseThrow());
  }

  @Override
  public DynamicTableSource copy() {
    return new PartitionedTableSource(table(), request());
  }
}
