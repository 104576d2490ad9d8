package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogChange;
import io.alluvium.connectors.delta.kernel.OptimisticCommit;
import io.alluvium.connectors.delta.kernel.TablePaths;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes the files of an older version active again, in a new one. */
final class Restore {
  private final DeltaTable table;
  private final boolean withTransactions;
  private final TableFiles files;
  private final TablePaths paths;

  Restore(DeltaTable table, boolean withTransactions) {
    this.table = table;
    this.withTransactions = withTransactions;
    this.files = new TableFiles(table.path());
    this.paths = new TablePaths(table.path());
  }

  RestoreResult run(DeltaSnapshot target) {
    TableFeatureCheck.check(table.path(), target, "RESTORE");
    LogChange[] made = new LogChange[1];
    OptionalLong version =
        new OptimisticCommit(table, "RESTORE")
            .commit(
                current -> {
                  made[0] = change(current, target);
                  boolean nothing =
                      !withTransactions
                          && made[0].added().isEmpty()
                          && made[0].removed().isEmpty()
                          && sameMetadata(current, target);
                  return nothing ? Optional.empty() : Optional.of(made[0]);
                });
    return new RestoreResult(
        version.orElseGet(() -> table.snapshot().version()),
        target.version(),
        made[0].added().size(),
        made[0].removed().size());
  }

  private static boolean sameMetadata(DeltaSnapshot current, DeltaSnapshot target) {
    return current.rowType().equals(target.rowType())
        && Objects.equals(current.properties(), target.properties());
  }

  private LogChange change(DeltaSnapshot current, DeltaSnapshot target) {
    FileDifference files = FileDifference.between(current.files(), target.files());
    requireFiles(files.added(), target);
    return new LogChange(
        files.added(), files.removed(), true, target, withTransactions ? target : null);
  }

  private void requireFiles(List<DataFile> added, DeltaSnapshot target) {
    for (DataFile file : added) {
      requireFile(paths.pathOf(file), target);
      paths.vectorPathOf(file).ifPresent(vector -> requireFile(vector, target));
    }
  }

  private void requireFile(String path, DeltaSnapshot target) {
    if (!files.exists(path)) {
      throw new DeltaException(
          "Cannot restore table "
              + table.path()
              + " to version "
              + target.version()
              + ": its file "
              + path
              + " was vacuumed or deleted. Restore a later version.");
    }
  }
}
