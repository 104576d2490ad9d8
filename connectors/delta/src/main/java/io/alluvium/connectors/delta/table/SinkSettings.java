package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.DeltaConnectorOptions;
import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.WriteMode;
import io.alluvium.connectors.delta.kernel.Overwrite;
import io.alluvium.connectors.delta.sink.DeltaSink;
import io.alluvium.connectors.delta.sink.history.HistorySettings;
import io.alluvium.connectors.delta.sink.hold.HoldSettings;
import io.alluvium.connectors.delta.sink.upsert.MergeOnReadTable;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param builtIn the folder of the table that a copy-on-write sink built it in; null for none
 * @param zone of times that name none
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
    @Nullable String builtIn,
    AppendSettings append,
    ZoneId zone) {

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
        .builtIn(builtIn)
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

  /** Where the table holds the history of its rows. */
  Optional<HistorySettings> history(boolean bounded) {
    ReadableConfig options = append.options();
    Optional<List<String>> key = options.getOptional(DeltaConnectorOptions.WRITE_HISTORY_KEY);
    if (key.isPresent() && isAppend()) {
      throw new DeltaException(
          "Table "
              + name
              + ": '"
              + DeltaConnectorOptions.WRITE_HISTORY_KEY.key()
              + "' needs a primary key of those columns and 'dbt_valid_from'. Declare it.");
    }
    return key.map(
        columns ->
            new HistorySettings(
                columns,
                options.getOptional(DeltaConnectorOptions.WRITE_HISTORY_UPDATED_AT).orElse(null),
                options.get(DeltaConnectorOptions.WRITE_HISTORY_CHECK_COLUMNS),
                options.get(DeltaConnectorOptions.WRITE_HISTORY_DELETES),
                bounded));
  }

  boolean keepsHistory() {
    return append.options().getOptional(DeltaConnectorOptions.WRITE_HISTORY_KEY).isPresent();
  }

  boolean holdsPartitions() {
    return append.options().getOptional(DeltaConnectorOptions.WRITE_HOLD_COLUMN).isPresent();
  }

  /** When partitions are written that are held back. */
  HoldSettings hold(boolean overwrite) {
    String column = append.options().get(DeltaConnectorOptions.WRITE_HOLD_COLUMN);
    if (!overwrite) {
      throw new DeltaException(
          "Table "
              + name
              + ": '"
              + DeltaConnectorOptions.WRITE_HOLD_COLUMN.key()
              + "' holds partitions back to replace them. Write INSERT OVERWRITE, or leave it"
              + " out.");
    }
    return new HoldSettings(
        column,
        append.options().get(DeltaConnectorOptions.WRITE_HOLD_SPAN),
        append.options().getOptional(DeltaConnectorOptions.WRITE_HOLD_TIME_COLUMN).orElse(column),
        append.options().get(DeltaConnectorOptions.WRITE_HOLD_DELAY),
        zone);
  }
}
