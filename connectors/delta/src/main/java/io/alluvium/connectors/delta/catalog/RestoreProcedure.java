package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.maintenance.RestoreResult;
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

/**
 * {@code CALL sys.restore(table_name, [version], [as_of], [with_transactions])}: the second or the
 * third says to what.
 */
@Internal
public final class RestoreProcedure implements Procedure {
  private final LakeTables tables;

  RestoreProcedure(LakeTables tables) {
    this.tables = tables;
  }

  @ProcedureHint(
      argument = {
        @ArgumentHint(name = "table_name", type = @DataTypeHint("STRING")),
        @ArgumentHint(name = "version", type = @DataTypeHint("BIGINT"), isOptional = true),
        @ArgumentHint(name = "as_of", type = @DataTypeHint("TIMESTAMP_LTZ(3)"), isOptional = true),
        @ArgumentHint(
            name = "with_transactions",
            type = @DataTypeHint("BOOLEAN"),
            isOptional = true)
      },
      output =
          @DataTypeHint(
              "ROW<version BIGINT, restored_version BIGINT, files_added BIGINT,"
                  + " files_removed BIGINT>"))
  public Row[] call(
      ProcedureContext context,
      String table,
      @Nullable Long version,
      @Nullable Instant asOf,
      @Nullable Boolean withTransactions) {
    if ((version == null) == (asOf == null)) {
      throw new DeltaException(
          "Say to what table " + table + " is to be restored: either 'version' or 'as_of'.");
    }
    TableMaintenance maintenance = TableMaintenance.of(tables.existing(table));
    boolean transactions = Boolean.TRUE.equals(withTransactions);
    RestoreResult result =
        version == null
            ? maintenance.restoreToTimestamp(asOf.toEpochMilli(), transactions)
            : maintenance.restoreToVersion(version, transactions);
    return new Row[] {
      Row.of(result.version(), result.restoredVersion(), result.filesAdded(), result.filesRemoved())
    };
  }
}
