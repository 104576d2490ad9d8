package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVector;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogChange;
import io.alluvium.connectors.delta.kernel.OptimisticCommit;
import io.alluvium.connectors.delta.kernel.TablePaths;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** A file is itself only with its deletion vector. */
  private record FileState(String path, DeletionVector vector) {
    static FileState of(DataFile file) {
      return new FileState(file.path(), file.deletionVector());
    }
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
    Map<FileState, DataFile> active = byState(current);
    Map<FileState, DataFile> wanted = byState(target);
    List<DataFile> added =
        wanted.entrySet().stream()
            .filter(entry -> !active.containsKey(entry.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    List<DataFile> removed =
        active.entrySet().stream()
            .filter(entry -> !wanted.containsKey(entry.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    requireFiles(added, target);
    return new LogChange(added, removed, true, target, withTransactions ? target : null);
  }

  private static Map<FileState, DataFile> byState(DeltaSnapshot snapshot) {
    Map<FileState, DataFile> files = new HashMap<>();
    snapshot.files().forEach(file -> files.put(FileState.of(file), file));
    return files;
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
