package io.alluvium.connectors.delta.source.enumerator;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.StoredColumns;
import io.alluvium.connectors.delta.source.filter.FileFacts;
import io.alluvium.connectors.delta.source.filter.FileFilter;
import io.alluvium.connectors.delta.source.split.FileSplit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * Makes splits of files.
 *
 * @param filter of the files that are read
 * @param stored how the table names columns in partition values and statistics
 * @param maxBytes of a part of a file
 * @param maxRows that are wanted of a version in all; later files are left out
 */
@Internal
public record FileSplits(FileFilter filter, StoredColumns stored, long maxBytes, long maxRows)
    implements Serializable {

  /** Of all files, each in one. */
  public static FileSplits whole() {
    return new FileSplits(
        FileFilter.all(), StoredColumns.sameNames(), Long.MAX_VALUE, Long.MAX_VALUE);
  }

  List<FileSplit> of(List<DataFile> files, long version, long timestamp) {
    List<FileSplit> splits = new ArrayList<>();
    long rows = 0;
    for (DataFile file : files) {
      if (rows >= maxRows) {
        break;
      }
      if (isWanted(file)) {
        addParts(FileSplit.of(file, version, timestamp), splits);
        // A file of unknown size may be empty.
        rows += file.rowCount().orElse(0);
      }
    }
    return splits;
  }

  /** Whether the file may hold rows that are wanted. */
  public boolean isWanted(DataFile file) {
    return filter.mayMatch(new FileFacts(file, stored));
  }

  private void addParts(FileSplit whole, List<FileSplit> splits) {
    long size = whole.end();
    long parts = Math.max(1, (size + maxBytes - 1) / maxBytes);
    for (long part = 0; part < parts; part++) {
      splits.add(
          whole.part(size * part / parts, part == parts - 1 ? size : size * (part + 1) / parts));
    }
  }
}
