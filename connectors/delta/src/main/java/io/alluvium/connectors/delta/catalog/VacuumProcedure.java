package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import io.alluvium.connectors.delta.maintenance.VacuumOptions;
import io.alluvium.connectors.delta.maintenance.VacuumResult;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;
import org.apache.flink.util.TimeUtils;

/** {@code CALL sys.vacuum(table_name, [retention], [dry_run], [enforce_retention])}. */
@Internal
public final class VacuumProcedure implements Procedure {
  private final LakeTables tables;

  VacuumProcedure(LakeTables tables) {
    this.tables = tables;
  }

  @ProcedureHint(
      argument = {
        @ArgumentHint(name = "table_name", type = @DataTypeHint("STRING")),
        @ArgumentHint(name = "retention", type = @DataTypeHint("STRING"), isOptional = true),
        @ArgumentHint(name = "dry_run", type = @DataTypeHint("BOOLEAN"), isOptional = true),
        @ArgumentHint(
            name = "enforce_retention",
            type = @DataTypeHint("BOOLEAN"),
            isOptional = true)
      },
      output = @DataTypeHint("ROW<files_deleted BIGINT, bytes_deleted BIGINT, dry_run BOOLEAN>"))
  public Row[] call(
      ProcedureContext context,
      String table,
      @Nullable String retention,
      @Nullable Boolean dryRun,
      @Nullable Boolean enforceRetention) {
    VacuumOptions options = VacuumOptions.defaults();
    if (retention != null) {
      options = options.withRetention(duration(retention));
    }
    if (dryRun != null) {
      options = options.withDryRun(dryRun);
    }
    if (enforceRetention != null) {
      options = options.withEnforceRetention(enforceRetention);
    }
    VacuumResult result = TableMaintenance.of(tables.existing(table)).vacuum(options);
    return new Row[] {Row.of((long) result.paths().size(), result.bytes(), options.dryRun())};
  }

  private static Duration duration(String text) {
    try {
      return TimeUtils.parseDuration(text);
    } catch (IllegalArgumentException e) {
      throw new DeltaException("'" + text + "' is no duration. Write for example '7 d'.", e);
    }
  }
}
