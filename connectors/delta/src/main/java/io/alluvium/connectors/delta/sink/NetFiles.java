package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The files that several announcements add and remove, taken together.
 *
 * <p>Where a checkpoint is aborted after its barrier passed a writer but not the aggregator, two
 * announcements of the writer meet: what the first added, the second may remove. The table never
 * holds such a file; VACUUM deletes it.
 */
final class NetFiles {
  private final Set<DataFile> added = new LinkedHashSet<>();
  private final List<DataFile> removed = new ArrayList<>();

  void apply(List<DataFile> newAdded, List<DataFile> newRemoved) {
    for (DataFile file : newRemoved) {
      if (!added.remove(file)) {
        removed.add(file);
      }
    }
    added.addAll(newAdded);
  }

  List<DataFile> added() {
    return List.copyOf(added);
  }

  List<DataFile> removed() {
    return List.copyOf(removed);
  }

  boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty();
  }
}
