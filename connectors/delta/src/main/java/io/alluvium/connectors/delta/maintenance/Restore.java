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
  private final OptimisticCommit commit;
  private final OptionalLong base;
  private final TableFiles files;
  private final TablePaths paths;

  Restore(DeltaTable table, boolean withTransactions) {
    this(table, withTransactions, new OptimisticCommit(table, "RESTORE"), OptionalLong.empty());
  }

  private Restore(
      DeltaTable table, boolean withTransactions, OptimisticCommit commit, OptionalLong base) {
    this.table = table;
    this.withTransactions = withTransactions;
    this.commit = commit;
    this.base = base;
    this.files = new TableFiles(table.path());
    this.paths = new TablePaths(table.path());
  }

  /**
   * As a part of a rollback, which was decided on a version of the table and is of no other.
   *
   * @param id of the rollback
   */
  Restore ofRollback(String id, long from) {
    return new Restore(
        table,
        withTransactions,
        new OptimisticCommit(table, "RESTORE").ofRollback(id),
        OptionalLong.of(from));
  }

  RestoreResult run(DeltaSnapshot target) {
    TableFeatureCheck.check(table.path(), target, "RESTORE");
    LogChange[] made = new LogChange[1];
    OptionalLong version =
        commit.commit(
            current -> {
              requireBase(current);
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

  private void requireBase(DeltaSnapshot current) {
    if (base.isPresent() && current.version() != base.getAsLong()) {
      throw new DeltaException(
          "Table "
              + table.path()
              + " has version "
              + current.version()
              + ", but was to be taken back from version "
              + base.getAsLong()
              + ": somebody has written it meanwhile. Run the rollback again.");
    }
  }

  /**
   * What makes one version of the table another.
   *
   * @throws DeltaException where that cannot be
   */
  FileDifference requireRestorable(DeltaSnapshot current, DeltaSnapshot target) {
    TableFeatureCheck.check(table.path(), target, "RESTORE");
    FileDifference difference = FileDifference.between(current.files(), target.files());
    requireFiles(difference.added(), target);
    return difference;
  }

  static boolean sameMetadata(DeltaSnapshot current, DeltaSnapshot target) {
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
