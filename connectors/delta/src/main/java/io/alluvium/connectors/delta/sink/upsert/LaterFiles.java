package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogCommit;
import io.alluvium.connectors.delta.kernel.TableLogReader;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the rows of files that left the table can be now. */
final class LaterFiles {
  private static final Logger LOG = LoggerFactory.getLogger(LaterFiles.class);
  private static final long FIRST_STRIDE = 16;
  private static final int STRIDE_FACTOR = 4;

  private final TableLogReader log;

  LaterFiles(DeltaTable table) {
    log = new TableLogReader(table);
  }

  /**
   * The active files that were added since the first of the given files left the table; all where
   * the log no longer tells.
   */
  List<DataFile> since(Collection<String> vanished, DeltaSnapshot snapshot) {
    Set<String> sought = new HashSet<>(vanished);
    Set<String> added = new HashSet<>();
    long last = snapshot.version();
    for (long stride = FIRST_STRIDE; !sought.isEmpty() && last >= 0; stride *= STRIDE_FACTOR) {
      long first = Math.max(0, last - stride);
      try {
        for (LogCommit commit : log.range(first, last)) {
          commit.added().forEach(file -> added.add(file.path()));
          commit.removed().forEach(file -> sought.remove(file.path()));
        }
      } catch (DeltaException e) {
        LOG.info("The log does not reach back to when {} left the table", sought, e);
        return snapshot.files();
      }
      last = first - 1;
    }
    return snapshot.files().stream().filter(file -> added.contains(file.path())).toList();
  }
}
