package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVectorStore;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Rows that a commit deletes from files which another writer removed, found again by their keys.
 *
 * <p>Where the commit changes rows, its row for a key stands, whatever the other writer made of the
 * old one. Where it only moves rows, the other writer's deletes must hold for the moved copies too.
 */
final class VanishedRows {
  private final UpsertSettings settings;
  private final boolean onlyMoves;
  private final DeletionVectorStore vectors;
  private final Map<String, NumberedRows> files = new HashMap<>();
  private final Map<String, NumberedRows> deletedByOther = new HashMap<>();

  VanishedRows(UpsertSettings settings, DeltaCommit commit) {
    this.settings = settings;
    this.onlyMoves = !commit.dataChange();
    this.vectors = new DeletionVectorStore(settings.tablePath());
  }

  private record NumberedRows(DataFile file, RoaringBitmap rows) {}

  interface FoundRow {
    void found(DataFile file, int row);
  }

  void add(DataFile file, RoaringBitmap rows) {
    files.put(file.path(), new NumberedRows(file, rows));
  }

  /** Rows of a file that is still there which both the commit and the other writer took away. */
  void addDeletedByOther(DataFile file, RoaringBitmap rows) {
    if (onlyMoves && !rows.isEmpty()) {
      deletedByOther.put(file.path(), new NumberedRows(file, rows));
    }
  }

  Set<String> paths() {
    return files.keySet();
  }

  /**
   * Reports each row that is to be deleted.
   *
   * @param later files that may hold the other writer's copies
   * @param written files that the commit brings
   */
  void findAgain(List<DataFile> later, List<DataFile> written, FoundRow report) throws IOException {
    try {
      Map<BinaryRowData, BinaryRowData> sought = read(files);
      Set<BinaryRowData> missing = new HashSet<>(sought.keySet());
      if (!sought.isEmpty()) {
        for (DataFile file : later) {
          visitAlive(
              file,
              sought.keySet(),
              (number, key, row) -> {
                if (onlyMoves && !row.equals(sought.get(key))) {
                  throw changedMeanwhile(file);
                }
                report.found(file, number);
                missing.remove(key);
              });
        }
      }
      if (onlyMoves) {
        missing.addAll(read(deletedByOther).keySet());
        for (DataFile file : missing.isEmpty() ? List.<DataFile>of() : written) {
          visitAlive(file, missing, (number, key, row) -> report.found(file, number));
        }
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private DeltaException changedMeanwhile(DataFile file) {
    return new DeltaException(
        "Another writer changed rows of table "
            + settings.tablePath()
            + " (file "
            + file.path()
            + ") at the moment when this sink moved them to another file; one of the two would be"
            + " lost. Start the job without state: the keys are learned from the table as it is.");
  }

  private interface RowVisitor {
    void visit(int number, BinaryRowData key, BinaryRowData row) throws Exception;
  }

  private Map<BinaryRowData, BinaryRowData> read(Map<String, NumberedRows> from) throws Exception {
    Map<BinaryRowData, BinaryRowData> rows = new HashMap<>();
    RowDataSerializer serializer = new RowDataSerializer(settings.rowType());
    for (NumberedRows numbered : from.values()) {
      reader(key -> true)
          .visit(
              numbered.file(),
              numbered.rows()::contains,
              (number, key, row) ->
                  rows.put(key, onlyMoves ? serializer.toBinaryRow(row).copy() : key));
    }
    return rows;
  }

  private void visitAlive(DataFile file, Set<BinaryRowData> wanted, RowVisitor visitor)
      throws Exception {
    RoaringBitmap dead = vectors.read(file.deletionVector());
    RowDataSerializer serializer = new RowDataSerializer(settings.rowType());
    reader(wanted::contains)
        .visit(
            file,
            number -> !dead.contains(number),
            (number, key, row) ->
                visitor.visit(number, key, onlyMoves ? serializer.toBinaryRow(row) : key));
  }

  /** Values matter for moves only. */
  private KeysOfFile reader(java.util.function.Predicate<BinaryRowData> wanted) {
    return onlyMoves ? KeysOfFile.wholeRows(settings, wanted) : KeysOfFile.keys(settings, wanted);
  }
}
