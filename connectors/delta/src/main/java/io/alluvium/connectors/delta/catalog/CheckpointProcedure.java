package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;

/** {@code CALL sys.checkpoint(table_name)}: of the log, at the latest version. */
@Internal
public final class CheckpointProcedure implements Procedure {
  private final LakeTables tables;

  CheckpointProcedure(LakeTables tables) {
    this.tables = tables;
  }

  @ProcedureHint(
      argument = @ArgumentHint(name = "table_name", type = @DataTypeHint("STRING")),
      output = @DataTypeHint("ROW<version BIGINT>"))
  public Row[] call(ProcedureContext context, String table) {
    return new Row[] {Row.of(TableMaintenance.of(tables.existing(table)).checkpoint())};
  }
}
