package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What makes one set of active files another. */
record FileDifference(List<DataFile> added, List<DataFile> removed) {

  /** A file is itself only with its deletion vector. */
  private record FileState(String path, DeletionVector vector) {}

  static FileDifference between(List<DataFile> active, List<DataFile> wanted) {
    Map<FileState, DataFile> activeByState = byState(active);
    Map<FileState, DataFile> wantedByState = byState(wanted);
    return new FileDifference(
        without(wantedByState, activeByState), without(activeByState, wantedByState));
  }

  boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty();
  }

  private static List<DataFile> without(
      Map<FileState, DataFile> files, Map<FileState, DataFile> others) {
    return files.entrySet().stream()
        .filter(entry -> !others.containsKey(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static Map<FileState, DataFile> byState(List<DataFile> files) {
    Map<FileState, DataFile> byState = new LinkedHashMap<>();
    files.forEach(file -> byState.put(new FileState(file.path(), file.deletionVector()), file));
    return byState;
  }
}
