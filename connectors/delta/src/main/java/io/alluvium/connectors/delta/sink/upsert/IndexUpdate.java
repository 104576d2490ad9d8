package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVectorStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.roaringbitmap.RoaringBitmap;

/**
 * Brings the index of a subtask's keys up to what another writer did to the table.
 *
 * <p>For each key, the other writer's commits took a row away, or gave one, or both. Where the
 * index still names the row that was taken, this sink has not touched the key since, and the index
 * follows. Where it names another or none, this sink changed the key later: its row stands, and the
 * other writer's copy is deleted. A row for a key from which none was taken is the other writer's
 * own: it replaces the row that is there.
 *
 * <p>What is told may span several commits, this sink's own among them: a key can have been taken
 * from a place that the sink had left, and then from the one that the index names. The latter
 * counts.
 *
 * <p>Only files that the commits touched are read, and only their key columns. Commits that merely
 * move rows (OPTIMIZE) need no look at what was taken: every row that they give is a copy.
 */
final class IndexUpdate {
  private final KeyIndex index;
  private final RowsByFile deleted;
  private final KeysOfFile keys;
  private final DeletionVectorStore vectors;

  /** Rows that are to be deleted from the table are put into {@code deleted}. */
  IndexUpdate(KeyIndex index, RowsByFile deleted, KeysOfFile keys, DeletionVectorStore vectors) {
    this.index = index;
    this.deleted = deleted;
    this.keys = keys;
    this.vectors = vectors;
  }

  /** Enters the live rows of files whose keys the index does not know yet. */
  void enter(NumberedFile file) throws Exception {
    keys.visit(
        file.file(),
        alive(file.file()),
        (number, key, row) -> index.put(key, RowLocation.of(file.id(), number)));
  }

  void apply(TableNews news) throws Exception {
    TakenKeys taken = new TakenKeys(new HashSet<>(), new HashSet<>());
    Set<Integer> removed = new HashSet<>();
    for (NumberedFile file : news.removed()) {
      removed.add(file.id());
      if (news.dataChange()) {
        take(file.id(), file.file(), alive(file.file()), taken);
      }
    }
    for (TableNews.Shrunk file : news.shrunk()) {
      RoaringBitmap dead = vectors.read(file.after().deletionVector());
      dead.andNot(vectors.read(file.before().deletionVector()));
      if (!dead.isEmpty()) {
        take(file.id(), file.after(), dead::contains, taken);
      }
    }
    for (NumberedFile file : news.added()) {
      give(file, news.dataChange(), removed, taken);
    }
  }

  private IntPredicate alive(DataFile file) throws IOException {
    RoaringBitmap dead = vectors.read(file.deletionVector());
    return number -> !dead.contains(number);
  }

  /**
   * Keys of rows that others took away.
   *
   * @param known from where the index named them
   * @param elsewhere from another place
   */
  private record TakenKeys(Set<BinaryRowData> known, Set<BinaryRowData> elsewhere) {

    /** Whether this sink changed the key after the row that others took away. */
    boolean isSuperseded(BinaryRowData key) {
      return elsewhere.contains(key) && !known.contains(key);
    }
  }

  private void take(int id, DataFile file, IntPredicate rows, TakenKeys taken) throws Exception {
    keys.visit(
        file,
        rows,
        (number, key, row) -> {
          if (index.get(key) == RowLocation.of(id, number)) {
            index.remove(key);
            taken.known().add(key);
          } else {
            taken.elsewhere().add(key);
          }
        });
  }

  private void give(NumberedFile file, boolean dataChange, Set<Integer> removed, TakenKeys taken)
      throws Exception {
    keys.visit(
        file.file(),
        alive(file.file()),
        (number, key, row) -> {
          long location = RowLocation.of(file.id(), number);
          long known = index.get(key);
          boolean follows =
              dataChange
                  ? !taken.isSuperseded(key)
                  : taken.known().contains(key)
                      || (known != RowLocation.ABSENT && removed.contains(RowLocation.file(known)));
          if (known == location) {
            return;
          }
          if (!follows) {
            deleted.add(location);
            return;
          }
          if (dataChange && known != RowLocation.ABSENT) {
            deleted.add(known);
          }
          index.put(key, location);
        });
  }
}
