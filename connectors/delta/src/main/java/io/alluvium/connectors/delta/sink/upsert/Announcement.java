package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVector;
import io.alluvium.connectors.delta.kernel.DeletionVectorStore;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.sink.FileChanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.annotation.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Collects what an owner of files announces at once, so that all deletion vectors get into one
 * file.
 */
final class Announcement {
  private final DeletionVectorStore store;
  private final List<Step> steps = new ArrayList<>();
  private final List<DataFile> added = new ArrayList<>();
  private final List<DataFile> removed = new ArrayList<>();
  private final List<DataFile> movedHere = new ArrayList<>();
  private final List<DataFile> movedAway = new ArrayList<>();
  private long checkpoint;

  Announcement(DeletionVectorStore store) {
    this.store = store;
  }

  /**
   * What becomes of a file.
   *
   * @param isNew whether no announcement has named it yet
   * @param holdsMoved whether its rows were moved to it
   * @param afterChanges deleted rows once the changes are applied; null where none concerns it
   * @param afterMoves deleted rows once rows are moved away too; null where none are
   */
  private record Step(
      int id,
      DataFile file,
      boolean isNew,
      boolean holdsMoved,
      @Nullable RoaringBitmap afterChanges,
      @Nullable RoaringBitmap afterMoves) {

    boolean isEmptied(RoaringBitmap deleted) {
      return deleted.getLongCardinality() >= DataFiles.totalRows(file);
    }

    boolean needsVector(@Nullable RoaringBitmap deleted) {
      return deleted != null && !deleted.isEmpty() && !isEmptied(deleted);
    }
  }

  /** A file as announced; without a file where it leaves the table. */
  record Result(int id, @Nullable DataFile file, @Nullable RoaringBitmap vector) {}

  /** A new file, some of whose rows may be superseded already. */
  void written(int id, FileWindow window) {
    steps.add(new Step(id, window.written(), true, window.movedHere(), window.deleted(), null));
  }

  /** A file of the table that loses rows; {@code deleted} are those that it has lost before. */
  void shrunk(int id, DataFile file, RoaringBitmap deleted, FileWindow window) {
    RoaringBitmap afterChanges = RoaringBitmap.or(deleted, window.deleted());
    RoaringBitmap afterMoves = RoaringBitmap.or(afterChanges, window.movedAway());
    boolean changes = afterChanges.getCardinality() > deleted.getCardinality();
    boolean moves = afterMoves.getCardinality() > afterChanges.getCardinality();
    if (changes || moves) {
      steps.add(
          new Step(
              id, file, false, false, changes ? afterChanges : null, moves ? afterMoves : null));
    }
  }

  /** Writes the vectors; to be called once. */
  List<Result> finish(long checkpointId) throws IOException {
    checkpoint = checkpointId;
    List<RoaringBitmap> bitmaps = new ArrayList<>();
    for (Step step : steps) {
      if (step.needsVector(step.afterChanges())) {
        bitmaps.add(step.afterChanges());
      }
      if (step.needsVector(step.afterMoves())) {
        bitmaps.add(step.afterMoves());
      }
    }
    Iterator<DeletionVector> vectors = store.write(bitmaps).iterator();
    List<Result> results = new ArrayList<>();
    for (Step step : steps) {
      results.add(finish(step, vectors));
    }
    return results;
  }

  private Result finish(Step step, Iterator<DeletionVector> vectors) throws IOException {
    DataFile file = step.isNew() ? null : step.file();
    RoaringBitmap vector = null;
    if (step.afterChanges() != null) {
      vector = step.afterChanges();
      file =
          replace(
              step,
              file,
              vector,
              vectors,
              step.holdsMoved() ? movedHere : added,
              step.holdsMoved() ? movedAway : removed);
    }
    if (step.afterMoves() != null) {
      vector = step.afterMoves();
      file = replace(step, file, vector, vectors, movedHere, movedAway);
    }
    return new Result(step.id(), file, vector);
  }

  @Nullable
  private static DataFile replace(
      Step step,
      @Nullable DataFile before,
      RoaringBitmap deleted,
      Iterator<DeletionVector> vectors,
      List<DataFile> to,
      List<DataFile> from)
      throws IOException {
    if (before != null) {
      from.add(before);
    }
    if (step.isEmptied(deleted)) {
      return null;
    }
    DataFile after =
        deleted.isEmpty() ? step.file() : DataFiles.withVector(step.file(), vectors.next());
    to.add(after);
    return after;
  }

  FileChanges changes() {
    return new FileChanges(
        checkpoint,
        List.copyOf(added),
        List.copyOf(removed),
        new FileChanges.Moves(List.copyOf(movedHere), List.copyOf(movedAway)),
        DeltaCommit.UNREAD);
  }
}
