package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVectorStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.roaringbitmap.RoaringBitmap;

/**
 * Deletes the copies that another writer made of rows which a commit deletes or supersedes. The
 * commit's row for a key stands, whatever the other writer made of the old one.
 */
final class ChangedRowsElsewhere {
  private final UpsertSettings settings;
  private final DeletionVectorStore vectors;

  ChangedRowsElsewhere(UpsertSettings settings) {
    this.settings = settings;
    this.vectors = new DeletionVectorStore(settings.tablePath());
  }

  /** Rows to delete are added to {@code deleted}, by file. */
  void delete(
      List<RebaseByKey.LostRows> lost, List<DataFile> later, Map<String, RoaringBitmap> deleted)
      throws IOException {
    Set<BinaryRowData> keys = new HashSet<>();
    KeysOfFile every = KeysOfFile.keys(settings, key -> true);
    for (RebaseByKey.LostRows rows : lost) {
      every.visit(rows.file(), rows.rows()::contains, (number, key, row) -> keys.add(key));
    }
    KeysOfFile wanted = KeysOfFile.keys(settings, keys::contains);
    for (DataFile file : later) {
      RoaringBitmap dead = vectors.read(file.deletionVector());
      wanted.visit(
          file,
          number -> !dead.contains(number),
          (number, key, row) ->
              deleted.computeIfAbsent(file.path(), path -> new RoaringBitmap()).add(number));
    }
  }
}
