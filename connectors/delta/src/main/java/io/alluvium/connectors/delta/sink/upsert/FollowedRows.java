package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVectorStore;
import io.alluvium.connectors.delta.kernel.LogCommit;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.roaringbitmap.RoaringBitmap;

/**
 * Rows that are to be deleted, followed through what others did to them.
 *
 * <p>Where another writer takes a row away from its file and gives one for the same key in the same
 * commit, the row went there. Where it gives none, the row is gone. Where this sink itself took it
 * away, it is gone as well: what the table holds for the key then stands in its place.
 */
final class FollowedRows {
  private final UpsertSettings settings;
  private final DeletionVectorStore vectors;
  private final KeysOfFile everyKey;

  /** By {@link FileNames#identity}. */
  private final Map<String, RoaringBitmap> rows = new HashMap<>();

  private final Set<BinaryRowData> takenByOthers = new HashSet<>();

  FollowedRows(
      UpsertSettings settings, DeletionVectorStore vectors, Collection<RebaseByKey.LostRows> lost) {
    this.settings = settings;
    this.vectors = vectors;
    this.everyKey = KeysOfFile.keys(settings, key -> true);
    for (RebaseByKey.LostRows file : lost) {
      add(file.file(), file.rows().clone());
    }
  }

  private void add(DataFile file, RoaringBitmap numbers) {
    String identity = FileNames.identity(file.path());
    rows.merge(
        identity,
        numbers,
        (known, more) -> {
          known.or(more);
          return known;
        });
  }

  void follow(LogCommit commit, boolean isOwn) throws IOException {
    Map<String, DataFile> left = new HashMap<>();
    commit.added().forEach(file -> left.put(FileNames.identity(file.path()), file));
    Set<BinaryRowData> taken = new HashSet<>();
    Map<String, DataFile> given = new HashMap<>(left);
    for (DataFile file : commit.removed()) {
      String identity = FileNames.identity(file.path());
      given.remove(identity);
      RoaringBitmap followed = rows.get(identity);
      if (followed != null) {
        RoaringBitmap hit = lost(file, left.get(identity));
        hit.and(followed);
        followed.andNot(hit);
        if (!isOwn && !hit.isEmpty()) {
          everyKey.visit(file, hit::contains, (number, key, row) -> taken.add(key));
        }
      }
    }
    if (!taken.isEmpty()) {
      takenByOthers.addAll(taken);
      find(taken, given.values());
    }
  }

  /** Rows of a file that a commit takes away. */
  private RoaringBitmap lost(DataFile before, DataFile after) throws IOException {
    RoaringBitmap lost;
    if (after == null) {
      lost = new RoaringBitmap();
      lost.add(0L, 1L << 31);
    } else {
      lost = vectors.read(after.deletionVector());
    }
    lost.andNot(vectors.read(before.deletionVector()));
    return lost;
  }

  private void find(Set<BinaryRowData> keys, Iterable<DataFile> given) throws IOException {
    KeysOfFile wanted = KeysOfFile.keys(settings, keys::contains);
    for (DataFile file : given) {
      RoaringBitmap dead = vectors.read(file.deletionVector());
      RoaringBitmap found = new RoaringBitmap();
      wanted.visit(file, number -> !dead.contains(number), (number, key, row) -> found.add(number));
      if (!found.isEmpty()) {
        add(file, found);
      }
    }
  }

  /** Where the rows are now, by {@link FileNames#identity} of the files. */
  void forEach(BiConsumer<String, RoaringBitmap> consumer) {
    rows.forEach(consumer);
  }

  /** The keys of rows that others took away, be it to another file or altogether. */
  Set<BinaryRowData> takenByOthers() {
    return takenByOthers;
  }
}
