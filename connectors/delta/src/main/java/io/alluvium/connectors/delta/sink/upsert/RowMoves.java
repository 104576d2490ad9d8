package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DeletionVectorStore;
import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.roaringbitmap.RoaringBitmap;

/**
 * Moves the rows of files that are small or mostly deleted to new files.
 *
 * <p>A row is alive exactly where the index names it, so each subtask moves the rows of its own
 * keys, and no subtask needs to own a file or to talk to another. For a file of this job the
 * deletion vector and the subtask's own deletions tell the same, without a look-up of each key. A
 * file of which every row was moved or deleted leaves the table.
 */
final class RowMoves implements Closeable {
  private final KeyIndex index;
  private final RowFiles files;
  private final KeysOfFile rows;
  private final DeletionVectorStore vectors;
  private final UnseenDeletions unseen;
  private final KeyGroupRange keyGroups;
  private final Queue<NumberedFile> requested = new ArrayDeque<>();

  RowMoves(
      KeyIndex index,
      RowFiles files,
      KeysOfFile rows,
      DeletionVectorStore vectors,
      UnseenDeletions unseen,
      KeyGroupRange keyGroups) {
    this.index = index;
    this.files = files;
    this.rows = rows;
    this.vectors = vectors;
    this.unseen = unseen;
    this.keyGroups = keyGroups;
  }

  void request(List<NumberedFile> toMove) {
    for (NumberedFile file : toMove) {
      if (FileNames.mayHold(file.file().path(), keyGroups)) {
        requested.add(file);
      }
    }
  }

  interface Announcement {
    void announce(int file, FileEvent event);
  }

  /** Moves what was requested since the last call, before a checkpoint. */
  void run(long checkpoint, Announcement announcement) throws Exception {
    RowsByFile moved = new RowsByFile();
    for (NumberedFile file = requested.poll(); file != null; file = requested.poll()) {
      int id = file.id();
      RoaringBitmap dead = vectors.read(file.file().deletionVector());
      boolean isRestAlive = id > 0 && unseen.areKnown();
      if (isRestAlive) {
        dead.or(unseen.in(id));
      }
      rows.visit(
          file.file(),
          number -> !dead.contains(number),
          (number, key, row) -> {
            long location = RowLocation.of(id, number);
            if (isRestAlive || index.get(key) == location) {
              index.put(key, files.append(row));
              moved.add(location);
            }
          });
    }
    for (NumberedFile file : files.finish()) {
      announcement.announce(file.id(), FileEvent.of(FileEvent.Kind.MOVED_HERE, file.file()));
    }
    moved.forEach(
        (file, numbers) -> {
          announcement.announce(file, FileEvent.of(FileEvent.Kind.MOVED_AWAY, numbers));
          unseen.add(checkpoint, file, numbers);
        });
  }

  @Override
  public void close() {
    files.close();
  }
}
