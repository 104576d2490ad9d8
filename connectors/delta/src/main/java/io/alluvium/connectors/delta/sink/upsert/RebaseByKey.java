package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.CommitRebase;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVector;
import io.alluvium.connectors.delta.kernel.DeletionVectorStore;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.LogCommit;
import io.alluvium.connectors.delta.kernel.TableLogReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.roaringbitmap.RoaringBitmap;

/**
 * Adapts a merge-on-read commit to what another writer did since the commit was made.
 *
 * <p>What counts is which rows the commit deletes from each file. Where the file is still there,
 * with other rows deleted as well, both sets are joined. Where another writer took those rows away,
 * with their file or by a deletion vector, they are followed by their keys to the files that it
 * gave instead (the old ones stay on disk until VACUUM), and deleted there. A checkpoint that is
 * complete cannot be made anew, so this must not fail.
 *
 * <p>A commit that only moves rows must not undo what the other writer did to them: where that one
 * deleted a row, the moved copy is deleted too; where it updated the row, the moved copy takes the
 * update over, in its place, since the index names the place.
 */
@Internal
public final class RebaseByKey implements CommitRebase {
  private final UpsertSettings settings;
  private final DeletionVectorStore vectors;

  private Attempt attempt;
  private long followedUpTo;

  public RebaseByKey(UpsertSettings settings) {
    this.settings = settings;
    this.vectors = new DeletionVectorStore(settings.tablePath());
  }

  /** The commit that is being adapted: each version is followed once, however often it is tried. */
  private record Attempt(String token, FollowedRows followed) {}

  /** Rows of a file that the commit deletes; {@code file} is as the commit knows it. */
  record LostRows(DataFile file, RoaringBitmap rows) {}

  @Override
  public DeltaCommit onto(DeltaTable table, DeltaSnapshot snapshot, DeltaCommit commit)
      throws IOException {
    Map<String, DataFile> active = new HashMap<>();
    snapshot.files().forEach(file -> active.put(FileNames.identity(file.path()), file));
    Map<String, LostRows> lost = lostRows(commit);
    if (attempt == null || !attempt.token().equals(commit.token())) {
      attempt = new Attempt(commit.token(), new FollowedRows(settings, vectors, lost.values()));
      followedUpTo = commit.readVersion();
    }
    FollowedRows followed = attempt.followed();
    for (LogCommit later : new TableLogReader(table).range(followedUpTo + 1, snapshot.version())) {
      followed.follow(later, later.sinkIds().contains(commit.sinkId()));
      followedUpTo = later.version();
    }
    Map<String, RoaringBitmap> deleted = new LinkedHashMap<>();
    followed.forEach(
        (identity, rows) -> {
          if (!rows.isEmpty() && active.containsKey(identity)) {
            deleted.put(active.get(identity).path(), rows);
          }
        });
    List<DataFile> written =
        commit.added().stream().filter(file -> !lost.containsKey(file.path())).toList();
    if (!commit.dataChange() && !followed.takenByOthers().isEmpty()) {
      written =
          new MovedRowsElsewhere(settings)
              .settle(followed.takenByOthers(), snapshot.files(), written, deleted);
    }
    Map<String, DataFile> added = byPath(written);
    Map<String, DataFile> removed = new LinkedHashMap<>();
    replaceVectors(byPath(snapshot.files()), added, removed, deleted);
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

  /**
   * What the commit deletes, by file. A file may be removed and added more than once, where an
   * aborted checkpoint's announcement and the next one's meet in the commit.
   */
  private Map<String, LostRows> lostRows(DeltaCommit commit) throws IOException {
    Map<String, LostRows> lost = new LinkedHashMap<>();
    Map<String, RoaringBitmap> after = new LinkedHashMap<>();
    for (DataFile file : commit.added()) {
      RoaringBitmap dead = vectors.read(file.deletionVector());
      after.computeIfAbsent(file.path(), path -> new RoaringBitmap()).or(dead);
    }
    Set<String> paths = new HashSet<>();
    for (DataFile file : commit.removed()) {
      RoaringBitmap rows = after.get(file.path());
      if (rows == null) {
        rows = new RoaringBitmap();
        rows.add(0L, DataFiles.totalRows(file));
      }
      if (paths.add(file.path())) {
        RoaringBitmap before = vectors.read(file.deletionVector());
        lost.put(file.path(), new LostRows(file, RoaringBitmap.andNot(rows, before)));
      }
    }
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
      DataFile base = now == null ? added.remove(path) : now;
      RoaringBitmap before = vectors.read(base.deletionVector());
      RoaringBitmap all = RoaringBitmap.or(before, entry.getValue());
      if (now != null) {
        if (all.equals(before)) {
          continue;
        }
        removed.put(path, now);
      }
      if (all.getLongCardinality() < DataFiles.totalRows(base)) {
        shrunk.add(base);
        bitmaps.add(all);
      }
    }
    List<DeletionVector> newVectors = vectors.write(bitmaps);
    for (int i = 0; i < shrunk.size(); i++) {
      added.put(shrunk.get(i).path(), DataFiles.withVector(shrunk.get(i), newVectors.get(i)));
    }
  }
}
