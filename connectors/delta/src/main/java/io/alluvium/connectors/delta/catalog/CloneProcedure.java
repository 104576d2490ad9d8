package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.maintenance.CloneResult;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import java.util.OptionalLong;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;

/** {@code CALL sys.clone(source, target, [version])}. */
@Internal
public final class CloneProcedure implements Procedure {
  private final LakeTables tables;

  CloneProcedure(LakeTables tables) {
    this.tables = tables;
  }

  @ProcedureHint(
      argument = {
        @ArgumentHint(name = "source", type = @DataTypeHint("STRING")),
        @ArgumentHint(name = "target", type = @DataTypeHint("STRING")),
        @ArgumentHint(name = "version", type = @DataTypeHint("BIGINT"), isOptional = true)
      },
      output = @DataTypeHint("ROW<source_version BIGINT, files BIGINT, file_bytes BIGINT>"))
  public Row[] call(
      ProcedureContext context, String source, String target, @Nullable Long version) {
    CloneResult result =
        TableMaintenance.of(tables.existing(source))
            .cloneTo(
                tables.newPath(target),
                version == null ? OptionalLong.empty() : OptionalLong.of(version));
    return new Row[] {Row.of(result.sourceVersion(), result.files(), result.bytes())};
  }
}
