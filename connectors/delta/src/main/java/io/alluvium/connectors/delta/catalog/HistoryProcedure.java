package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import java.time.Instant;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;

/** {@code CALL sys.history(table_name, [max_commits])}: the last commits, the newest first. */
@Internal
public final class HistoryProcedure implements Procedure {
  private static final int DEFAULT_LIMIT = 100;

  private final LakeTables tables;

  HistoryProcedure(LakeTables tables) {
    this.tables = tables;
  }

  @ProcedureHint(
      argument = {
        @ArgumentHint(name = "table_name", type = @DataTypeHint("STRING")),
        @ArgumentHint(name = "max_commits", type = @DataTypeHint("INT"), isOptional = true)
      },
      output =
          @DataTypeHint(
              "ROW<version BIGINT, committed TIMESTAMP_LTZ(3), operation STRING,"
                  + " files_added BIGINT, files_removed BIGINT, rows_added BIGINT,"
                  + " rows_removed BIGINT, engine STRING>"))
  public Row[] call(ProcedureContext context, String table, @Nullable Integer limit) {
    return TableMaintenance.of(tables.existing(table))
        .history(limit == null ? DEFAULT_LIMIT : limit)
        .stream()
        .map(
            commit ->
                Row.of(
                    commit.version(),
                    Instant.ofEpochMilli(commit.timestamp()),
                    commit.operation(),
                    commit.filesAdded(),
                    commit.filesRemoved(),
                    knownOrNull(commit.rowsAdded()),
                    knownOrNull(commit.rowsRemoved()),
                    commit.engine()))
        .toArray(Row[]::new);
  }

  @Nullable
  private static Long knownOrNull(long rows) {
    return rows < 0 ? null : Long.valueOf(rows);
  }
}
