package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The files that a job without state finds, numbered in the same way by every operator. */
final class BaseFiles {
  /** Ids of files that this sink did not write run downwards from here. */
  static final int FIRST_FOREIGN_ID = -1;

  private BaseFiles() {}

  static List<NumberedFile> of(DeltaSnapshot snapshot) {
    List<DataFile> sorted =
        snapshot.files().stream().sorted(Comparator.comparing(DataFile::path)).toList();
    List<NumberedFile> numbered = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      numbered.add(new NumberedFile(FIRST_FOREIGN_ID - i, sorted.get(i)));
    }
    return numbered;
  }
}
