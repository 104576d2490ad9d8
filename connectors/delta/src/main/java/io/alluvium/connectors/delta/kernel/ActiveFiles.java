package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The active files of a snapshot by path, loaded once and then carried along with this writer's own
 * commits; only loaded where a commit removes files.
 */
final class ActiveFiles {
  private final KernelSnapshot snapshot;
  private Map<String, DeletionVector> vectorByPath;

  private ActiveFiles(KernelSnapshot snapshot, Map<String, DeletionVector> vectorByPath) {
    this.snapshot = snapshot;
    this.vectorByPath = vectorByPath;
  }

  static ActiveFiles of(KernelSnapshot snapshot) {
    return new ActiveFiles(snapshot, null);
  }

  KernelSnapshot snapshot() {
    return snapshot;
  }

  /** Fails where a file is not active, or has another deletion vector than the remove names. */
  void checkHolds(String table, List<DataFile> removed) {
    if (removed.isEmpty()) {
      return;
    }
    if (vectorByPath == null) {
      vectorByPath = new HashMap<>();
      for (DataFile file : snapshot.files()) {
        vectorByPath.put(file.path(), file.deletionVector());
      }
    }
    for (DataFile file : removed) {
      if (!vectorByPath.containsKey(file.path())
          || !Objects.equals(vectorByPath.get(file.path()), file.deletionVector())) {
        throw new DeltaException(
            "Table "
                + table
                + " no longer holds the file "
                + file.path()
                + " as this sink wrote it: another writer rewrote or deleted from it (OPTIMIZE,"
                + " DELETE, UPDATE or RESTORE). A copy-on-write table has one writer: rebuild the"
                + " table, or restore it to the version before that commit.");
      }
    }
  }

  /** The active files after this writer's own commit; consumes this instance's map. */
  ActiveFiles after(DeltaCommit commit, KernelSnapshot newSnapshot) {
    if (vectorByPath == null) {
      return new ActiveFiles(newSnapshot, null);
    }
    for (DataFile file : commit.removed()) {
      vectorByPath.remove(file.path());
    }
    for (DataFile file : commit.added()) {
      vectorByPath.put(file.path(), file.deletionVector());
    }
    return new ActiveFiles(newSnapshot, vectorByPath);
  }
}
