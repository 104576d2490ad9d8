package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVector;
import io.alluvium.connectors.delta.kernel.DeletionVectorStore;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogCommit;
import io.alluvium.connectors.delta.kernel.TableLogReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other writers did to some files since those had last been in a known state.
 *
 * <p>Rows that this sink itself took away in the meantime are not among them: their keys must not
 * be looked for elsewhere, for what is found there stands in their place.
 */
final class OthersCommits {
  private static final Logger LOG = LoggerFactory.getLogger(OthersCommits.class);
  private static final long FIRST_STRIDE = 16;
  private static final int STRIDE_FACTOR = 4;

  private final DeletionVectorStore vectors;
  private final DeltaSnapshot snapshot;
  private final Map<String, DataFile> files = new HashMap<>();
  private final Map<String, RoaringBitmap> taken = new HashMap<>();
  private final Set<String> created = new HashSet<>();
  private boolean isComplete;

  private OthersCommits(
      DeletionVectorStore vectors, DeltaSnapshot snapshot, Collection<DataFile> files) {
    this.vectors = vectors;
    this.snapshot = snapshot;
    files.forEach(file -> this.files.put(FileNames.identity(file.path()), file));
  }

  /** A file in one of its states. */
  private record FileState(String identity, @Nullable DeletionVector vector) {
    static FileState of(DataFile file) {
      return new FileState(FileNames.identity(file.path()), file.deletionVector());
    }
  }

  /** Commits of the sink with the given id are none of the others'. */
  static OthersCommits on(
      Collection<DataFile> files,
      DeltaTable table,
      DeltaSnapshot snapshot,
      DeletionVectorStore vectors,
      String sinkId)
      throws IOException {
    OthersCommits others = new OthersCommits(vectors, snapshot, files);
    for (LogCommit commit : others.read(new TableLogReader(table))) {
      if (!commit.sinkIds().contains(sinkId)) {
        others.add(commit);
      }
    }
    return others;
  }

  /** From the last commit backwards, until each file was met in the state that is known. */
  private List<LogCommit> read(TableLogReader log) {
    Set<FileState> sought = new HashSet<>();
    files.values().forEach(file -> sought.add(FileState.of(file)));
    List<LogCommit> commits = new ArrayList<>();
    long last = snapshot.version();
    for (long stride = FIRST_STRIDE; !sought.isEmpty() && last >= 0; stride *= STRIDE_FACTOR) {
      long first = Math.max(0, last - stride);
      try {
        List<LogCommit> earlier = log.range(first, last);
        earlier.forEach(
            commit -> commit.added().forEach(file -> sought.remove(FileState.of(file))));
        commits.addAll(0, earlier);
      } catch (DeltaException e) {
        LOG.info("The log does not reach back to when {} were in the table", sought, e);
        return commits;
      }
      last = first - 1;
    }
    isComplete = true;
    return commits;
  }

  private void add(LogCommit commit) throws IOException {
    Map<String, DataFile> after = new HashMap<>();
    commit.added().forEach(file -> after.put(file.path(), file));
    for (DataFile file : commit.removed()) {
      DataFile left = after.remove(file.path());
      String identity = FileNames.identity(file.path());
      DataFile known = files.get(identity);
      if (known != null) {
        RoaringBitmap rows = left == null ? allRows(known) : vectors.read(left.deletionVector());
        rows.andNot(vectors.read(file.deletionVector()));
        taken.computeIfAbsent(identity, key -> new RoaringBitmap()).or(rows);
      }
    }
    created.addAll(after.keySet());
  }

  private static RoaringBitmap allRows(DataFile file) {
    RoaringBitmap rows = new RoaringBitmap();
    rows.add(0L, DataFiles.totalRows(file));
    return rows;
  }

  /** Those of the rows that others took away from the file; all where the log does not tell. */
  RoaringBitmap taken(DataFile file, RoaringBitmap rows) {
    if (!isComplete) {
      return rows;
    }
    return RoaringBitmap.and(
        rows, taken.getOrDefault(FileNames.identity(file.path()), new RoaringBitmap()));
  }

  /** The active files that others created; all where the log does not tell. */
  List<DataFile> created() {
    return snapshot.files().stream()
        .filter(file -> !isComplete || created.contains(file.path()))
        .toList();
  }
}
