package io.alluvium.connectors.delta.kernel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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

  /**
   * The first file that is not active, or has another deletion vector than the remove names, or is
   * removed more than once.
   */
  Optional<DataFile> missing(List<DataFile> removed) {
    if (removed.isEmpty()) {
      return Optional.empty();
    }
    if (vectorByPath == null) {
      vectorByPath = new HashMap<>();
      for (DataFile file : snapshot.files()) {
        vectorByPath.put(file.path(), file.deletionVector());
      }
    }
    Set<String> paths = new HashSet<>();
    return removed.stream()
        .filter(
            file ->
                !paths.add(file.path())
                    || !vectorByPath.containsKey(file.path())
                    || !Objects.equals(vectorByPath.get(file.path()), file.deletionVector()))
        .findFirst();
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
