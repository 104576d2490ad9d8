package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.CommitRebase;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVectorStore;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.roaringbitmap.RoaringBitmap;

/**
 * Adapts a merge-on-read commit to what another writer did since the commit was made.
 *
 * <p>What counts is which rows the commit deletes from each file. Where the file is still there,
 * with other rows deleted as well, both sets are joined. Where it is gone, the deleted rows' keys
 * are read from it (it stays on disk until VACUUM), looked for in the files that were added since,
 * and deleted there. A checkpoint that is complete cannot be made anew, so this must not fail.
 */
@Internal
public final class RebaseByKey implements CommitRebase {
  private final UpsertSettings settings;
  private final DeletionVectorStore vectors;

  public RebaseByKey(UpsertSettings settings) {
    this.settings = settings;
    this.vectors = new DeletionVectorStore(settings.tablePath());
  }

  @Override
  public DeltaCommit onto(DeltaTable table, DeltaSnapshot snapshot, DeltaCommit commit)
      throws IOException {
    Map<String, DataFile> active = byPath(snapshot.files());
    Map<String, DataFile> added = byPath(commit.added());
    Map<String, DataFile> removed = new LinkedHashMap<>();
    Map<String, RoaringBitmap> deleted = new LinkedHashMap<>();
    VanishedRows vanished = new VanishedRows(settings, commit);
    for (DataFile file : commit.removed()) {
      DataFile now = active.get(file.path());
      if (now != null && Objects.equals(now.deletionVector(), file.deletionVector())) {
        removed.put(file.path(), file);
        continue;
      }
      RoaringBitmap before = vectors.read(file.deletionVector());
      RoaringBitmap lost = rowsLost(file, before, added.remove(file.path()));
      if (now == null) {
        vanished.add(file, lost);
      } else {
        deleted.put(file.path(), lost);
        RoaringBitmap alsoLost = vectors.read(now.deletionVector());
        alsoLost.andNot(before);
        alsoLost.and(lost);
        vanished.addDeletedByOther(file, alsoLost);
      }
    }
    vanished.findAgain(
        new LaterFiles(table)
            .since(vanished.paths(), snapshot).stream()
                .filter(file -> !added.containsKey(file.path()) || removed.containsKey(file.path()))
                .toList(),
        commit.added().stream().filter(file -> !active.containsKey(file.path())).toList(),
        (file, row) -> deleted.computeIfAbsent(file.path(), path -> new RoaringBitmap()).add(row));
    replaceVectors(active, added, removed, deleted);
    return commit.withFiles(List.copyOf(added.values()), List.copyOf(removed.values()));
  }

  private static Map<String, DataFile> byPath(List<DataFile> files) {
    return files.stream()
        .collect(
            Collectors.toMap(
                DataFile::path,
                Function.identity(),
                (first, second) -> second,
                LinkedHashMap::new));
  }

  /** All that were alive where the commit removes the file for good. */
  private RoaringBitmap rowsLost(DataFile file, RoaringBitmap before, DataFile after)
      throws IOException {
    RoaringBitmap lost;
    if (after == null) {
      lost = new RoaringBitmap();
      lost.add(0L, DataFiles.totalRows(file));
    } else {
      lost = vectors.read(after.deletionVector());
    }
    lost.andNot(before);
    return lost;
  }

  private void replaceVectors(
      Map<String, DataFile> active,
      Map<String, DataFile> added,
      Map<String, DataFile> removed,
      Map<String, RoaringBitmap> deleted)
      throws IOException {
    List<DataFile> shrunk = new ArrayList<>();
    List<RoaringBitmap> bitmaps = new ArrayList<>();
    for (Map.Entry<String, RoaringBitmap> entry : deleted.entrySet()) {
      String path = entry.getKey();
      DataFile now = active.get(path);
      DataFile file = added.remove(path);
      if (file == null && removed.containsKey(path)) {
        // The commit removes the whole file as it is.
        continue;
      }
      DataFile base = file == null ? now : file;
      if (now != null) {
        removed.put(path, now);
      }
      RoaringBitmap all = vectors.read(base.deletionVector());
      all.or(entry.getValue());
      if (all.getLongCardinality() < DataFiles.totalRows(base)) {
        shrunk.add(base);
        bitmaps.add(all);
      }
    }
    List<io.alluvium.connectors.delta.kernel.DeletionVector> written = vectors.write(bitmaps);
    for (int i = 0; i < shrunk.size(); i++) {
      added.put(shrunk.get(i).path(), DataFiles.withVector(shrunk.get(i), written.get(i)));
    }
  }
}
