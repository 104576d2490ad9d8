package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVector;
import java.io.IOException;

/** Questions and changes that concern a data file's deletion vector. */
final class DataFiles {

  private DataFiles() {}

  /** All rows of the file, deleted ones included. */
  static long totalRows(DataFile file) {
    long deleted = file.deletionVector() == null ? 0 : file.deletionVector().cardinality();
    return deleted
        + file.rowCount()
            .orElseThrow(
                () -> new IllegalStateException("No number of rows of file " + file.path()));
  }

  /** The file with another deletion vector. */
  static DataFile withVector(DataFile file, DeletionVector vector) throws IOException {
    return new DataFile(
        file.path(),
        file.size(),
        file.modificationTime(),
        file.partitionValues(),
        LooseStatistics.of(file.statistics()),
        vector);
  }
}
