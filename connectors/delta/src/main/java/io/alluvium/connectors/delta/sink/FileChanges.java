package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import java.util.List;

/** What one writer did to the table's files since the last checkpoint. */
record FileChanges(List<DataFile> added, List<DataFile> removed) {

  boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty();
  }
}
