package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.DeltaConnectorOptions;
import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.WriteMode;
import io.alluvium.connectors.delta.kernel.Overwrite;
import io.alluvium.connectors.delta.sink.DeltaSink;
import io.alluvium.connectors.delta.sink.upsert.MergeOnReadTable;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.types.logical.RowType;

/**
 * How a SQL statement writes a Delta table.
 *
 * @param name of the table in SQL
 * @param mode how the rows are written
 * @param primaryKey by which rows are replaced, unless they are appended
 * @param sinkId null for the default
 * @param singleRun whether the id is that of one run
 * @param parallelism of the writers; 0 for that of the rows
 */
record SinkSettings(
    String name,
    String tablePath,
    RowType rowType,
    WriteMode mode,
    List<String> primaryKey,
    Map<String, String> properties,
    @Nullable String sinkId,
    boolean singleRun,
    int parallelism,
    AppendSettings append) {

  /** How to write: as the option says, or as suits the table. */
  static WriteMode mode(
      String name,
      ReadableConfig options,
      Map<String, String> properties,
      List<String> primaryKey) {
    WriteMode mode =
        options
            .getOptional(DeltaConnectorOptions.WRITE_MODE)
            .orElseGet(() -> defaultMode(primaryKey, properties));
    if (mode != WriteMode.APPEND && primaryKey.isEmpty()) {
      throw new DeltaException(
          String.format(
              "Table %s: '%s' = '%s' needs a primary key. Declare one with PRIMARY KEY (...) NOT"
                  + " ENFORCED, or use '%s'.",
              name, DeltaConnectorOptions.WRITE_MODE.key(), mode, WriteMode.APPEND));
    }
    return mode;
  }

  private static WriteMode defaultMode(List<String> primaryKey, Map<String, String> properties) {
    if (primaryKey.isEmpty()) {
      return WriteMode.APPEND;
    }
    return MergeOnReadTable.isEnabled(properties)
        ? WriteMode.MERGE_ON_READ
        : WriteMode.COPY_ON_WRITE;
  }

  boolean isAppend() {
    return mode == WriteMode.APPEND;
  }

  DeltaSink.Builder sink() {
    DeltaSink.Builder builder =
        isAppend()
            ? DeltaSink.append(tablePath, rowType)
            : DeltaSink.upsert(tablePath, rowType, primaryKey).mode(mode);
    builder
        .properties(properties)
        .parallelism(parallelism)
        .partialUpdate(isAppend() ? List.of() : append.partialUpdateColumns());
    if (singleRun) {
      builder.singleRun();
    }
    if (isAppend()) {
      append.applyTo(builder);
    } else if (mode == WriteMode.MERGE_ON_READ) {
      append.applyUpsertTo(builder);
    }
    return sinkId == null ? builder : builder.sinkId(sinkId);
  }

  /** What an INSERT OVERWRITE replaces. */
  Overwrite overwrite(Map<String, String> partition, boolean bounded) {
    if (!isAppend()) {
      throw new DeltaException(
          "Table "
              + name
              + " is written by primary key, which INSERT OVERWRITE cannot. Delete its rows first,"
              + " or set 'write.mode' = 'append'.");
    }
    return new OverwriteRequest(name, rowType, append.options(), append.partitionColumns())
        .resolve(partition, bounded);
  }
}
