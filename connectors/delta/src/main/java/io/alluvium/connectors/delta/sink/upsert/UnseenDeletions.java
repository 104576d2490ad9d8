package io.alluvium.connectors.delta.sink.upsert;

import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * Rows that this subtask deleted, or moved away, before checkpoints of which the {@link
 * TableWatcher} may not have seen all commits. Together with a file's deletion vector, as the
 * watcher has seen it, they tell which of the subtask's rows in the file are dead.
 *
 * <p>What was deleted before the checkpoint that a job was restored from is not known any more; so
 * long as the table may not hold it, nothing can be told.
 */
final class UnseenDeletions {
  private final NavigableMap<Long, RowsByFile> rowsByCheckpoint = new TreeMap<>();
  private final OptionalLong restoredCheckpoint;
  private long firstUnseen;

  /**
   * @param restoredCheckpoint empty for a job without state
   */
  UnseenDeletions(OptionalLong restoredCheckpoint) {
    this.restoredCheckpoint = restoredCheckpoint;
  }

  void add(long checkpoint, int file, RoaringBitmap rows) {
    rowsByCheckpoint.computeIfAbsent(checkpoint, number -> new RowsByFile()).add(file, rows);
  }

  /** Forgets what the table holds. */
  void apply(TableNews news) {
    firstUnseen = Math.max(firstUnseen, news.firstUnseenCheckpoint());
    rowsByCheckpoint.headMap(firstUnseen, false).clear();
  }

  /** Whether every row that was deleted and not seen is among {@link #in}. */
  boolean areKnown() {
    return restoredCheckpoint.isEmpty() || firstUnseen > restoredCheckpoint.getAsLong();
  }

  RoaringBitmap in(int file) {
    RoaringBitmap rows = new RoaringBitmap();
    rowsByCheckpoint.values().forEach(deleted -> rows.or(deleted.in(file)));
    return rows;
  }
}
