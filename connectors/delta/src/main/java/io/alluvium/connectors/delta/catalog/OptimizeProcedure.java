package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.maintenance.OptimizeOptions;
import io.alluvium.connectors.delta.maintenance.OptimizeResult;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;

/**
 * {@code CALL sys.optimize(table_name, [partitions], [target_size], [max_deleted_share],
 * [owned_files])}.
 */
@Internal
public final class OptimizeProcedure implements Procedure {
  private final LakeTables tables;

  OptimizeProcedure(LakeTables tables) {
    this.tables = tables;
  }

  @ProcedureHint(
      argument = {
        @ArgumentHint(name = "table_name", type = @DataTypeHint("STRING")),
        @ArgumentHint(name = "partitions", type = @DataTypeHint("STRING"), isOptional = true),
        @ArgumentHint(name = "target_size", type = @DataTypeHint("STRING"), isOptional = true),
        @ArgumentHint(
            name = "max_deleted_share",
            type = @DataTypeHint("DOUBLE"),
            isOptional = true),
        @ArgumentHint(name = "owned_files", type = @DataTypeHint("BOOLEAN"), isOptional = true)
      },
      output =
          @DataTypeHint(
              "ROW<version BIGINT, files_removed BIGINT, files_added BIGINT,"
                  + " bytes_removed BIGINT, bytes_added BIGINT, files_skipped BIGINT>"))
  public Row[] call(
      ProcedureContext context,
      String table,
      @Nullable String where,
      @Nullable String targetSize,
      @Nullable Double maxDeletedShare,
      @Nullable Boolean ownedFiles) {
    OptimizeOptions options = OptimizeOptions.defaults();
    if (where != null) {
      options = options.withWhere(where);
    }
    if (targetSize != null) {
      options = options.withTargetFileSize(bytes(targetSize));
    }
    if (maxDeletedShare != null) {
      options = options.withMaxDeletedShare(maxDeletedShare);
    }
    if (ownedFiles != null) {
      options = options.withOwnedFiles(ownedFiles);
    }
    OptimizeResult result = TableMaintenance.of(tables.existing(table)).optimize(options);
    return new Row[] {
      Row.of(
          result.version(),
          result.filesRemoved(),
          result.filesAdded(),
          result.bytesRemoved(),
          result.bytesAdded(),
          result.filesSkipped())
    };
  }

  private static long bytes(String size) {
    try {
      return MemorySize.parseBytes(size);
    } catch (IllegalArgumentException e) {
      throw new DeltaException("'" + size + "' is no size. Write for example '256 mb'.", e);
    }
  }
}
