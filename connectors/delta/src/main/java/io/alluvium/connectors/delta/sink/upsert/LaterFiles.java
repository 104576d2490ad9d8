package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVector;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogCommit;
import io.alluvium.connectors.delta.kernel.TableLogReader;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the rows of files that another writer changed can be now. */
final class LaterFiles {
  private static final Logger LOG = LoggerFactory.getLogger(LaterFiles.class);
  private static final long FIRST_STRIDE = 16;
  private static final int STRIDE_FACTOR = 4;

  private final TableLogReader log;

  LaterFiles(DeltaTable table) {
    log = new TableLogReader(table);
  }

  /** A file in one of its states. */
  private record FileState(String path, @Nullable DeletionVector vector) {
    static FileState of(DataFile file) {
      return new FileState(file.path(), file.deletionVector());
    }
  }

  /**
   * The active files that were added after the given files had last been in the given states; all
   * where the log does not tell when that was.
   */
  List<DataFile> since(Collection<DataFile> files, DeltaSnapshot snapshot) {
    Set<FileState> sought = new HashSet<>();
    files.forEach(file -> sought.add(FileState.of(file)));
    Set<String> added = new HashSet<>();
    long last = snapshot.version();
    for (long stride = FIRST_STRIDE; !sought.isEmpty() && last >= 0; stride *= STRIDE_FACTOR) {
      long first = Math.max(0, last - stride);
      try {
        for (LogCommit commit : log.range(first, last)) {
          for (DataFile file : commit.added()) {
            added.add(file.path());
            sought.remove(FileState.of(file));
          }
        }
      } catch (DeltaException e) {
        LOG.info("The log does not reach back to when {} were in the table", sought, e);
        return snapshot.files();
      }
      last = first - 1;
    }
    return snapshot.files().stream().filter(file -> added.contains(file.path())).toList();
  }
}
