package io.alluvium.connectors.delta.table;

import static io.alluvium.connectors.delta.DeltaConnectorOptions.WRITE_OVERWRITE_MODE;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.OverwriteMode;
import io.alluvium.connectors.delta.kernel.Overwrite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** What an {@code INSERT OVERWRITE} is to replace. */
final class OverwriteRequest {
  private final String table;
  private final RowType rowType;
  private final List<String> partitionColumns;
  private final Optional<OverwriteMode> mode;

  OverwriteRequest(
      String table, RowType rowType, ReadableConfig options, List<String> partitionColumns) {
    this.table = table;
    this.rowType = rowType;
    this.partitionColumns = partitionColumns;
    this.mode = options.getOptional(WRITE_OVERWRITE_MODE);
  }

  /**
   * @param partition as the statement's {@code PARTITION} names it; empty where it does not
   * @throws DeltaException where it cannot be done in streaming mode
   */
  Overwrite resolve(Map<String, String> partition, boolean bounded) {
    boolean onlyWritten =
        !partitionColumns.isEmpty() && mode.orElse(OverwriteMode.DYNAMIC) == OverwriteMode.DYNAMIC;
    if (!bounded && !(onlyWritten && mode.isPresent())) {
      throw new DeltaException(
          "Table "
              + table
              + ": INSERT OVERWRITE replaces what the table holds when all rows are there, which in"
              + " streaming mode they never are. Run it in batch mode (SET"
              + " 'execution.runtime-mode' = 'batch'); or, for a partitioned table whose partitions"
              + " are each written between two checkpoints, set '"
              + WRITE_OVERWRITE_MODE.key()
              + "' = 'dynamic'.");
    }
    Map<String, String> values = new LinkedHashMap<>();
    partition.forEach((column, text) -> values.put(column, value(column, text)));
    boolean named = partition.keySet().containsAll(partitionColumns);
    return onlyWritten && !(named && bounded)
        ? Overwrite.written(values)
        : Overwrite.partitions(values);
  }

  /** The log's text of a value; where that depends on more than the literal, it is refused. */
  @Nullable
  private String value(String column, String text) {
    LogicalType type = rowType.getTypeAt(rowType.getFieldIndex(column));
    return switch (type.getTypeRoot()) {
      case VARCHAR -> text.isEmpty() ? null : text;
      case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, DATE -> text.strip();
      default ->
          throw new DeltaException(
              "Table "
                  + table
                  + ": PARTITION ("
                  + column
                  + " = '"
                  + text
                  + "') names a partition by a value of type "
                  + type.asSummaryString()
                  + ", whose text is not unique. Leave PARTITION out: the partitions that are"
                  + " written are replaced.");
    };
  }
}
