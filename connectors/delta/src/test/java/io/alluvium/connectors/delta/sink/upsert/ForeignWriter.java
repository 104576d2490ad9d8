package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeletionVectorStore;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.util.CloseableIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Another writer of a sink's table. It keeps rows of its own, whose keys begin with {@value
 * #PREFIX}, and remembers them; what it does to others' rows it does not remember.
 */
final class ForeignWriter {
  static final String PREFIX = "foreign-";

  private final String table;
  private final Random random;
  private final Map<String, String> ownRows = new HashMap<>();
  private int nextKey;

  ForeignWriter(String table, long seed) {
    this.table = table;
    this.random = new Random(seed);
  }

  static boolean isOwn(RowData row) {
    return row.getString(0).toString().startsWith(PREFIX);
  }

  Map<String, String> ownRows() {
    return ownRows;
  }

  /** Rewrites a random half of the files, or all, without changing a row. */
  void optimize() throws Exception {
    boolean all = random.nextBoolean();
    rewrite(false, file -> all || random.nextBoolean(), row -> row);
  }

  void append(int count) throws Exception {
    List<RowData> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(PREFIX + nextKey++, 0, "appended"));
    }
    append(rows);
  }

  void append(List<RowData> rows) throws Exception {
    commit(true, List.of(write(rows)), List.of());
    rows.stream()
        .filter(ForeignWriter::isOwn)
        .forEach(row -> ownRows.put(Changelog.keyOf(row), Changelog.textOf(row)));
  }

  static RowData row(String name, long part, String note) {
    GenericRowData row = new GenericRowData(Changelog.ROW_TYPE.getFieldCount());
    row.setField(0, StringData.fromString(name));
    row.setField(1, part);
    row.setField(3, StringData.fromString(note));
    return row;
  }

  /** Rewrites the files that hold such rows without them. */
  void deleteByRewriting(Predicate<RowData> condition) throws Exception {
    rewrite(true, file -> true, row -> condition.test(row) ? null : row);
  }

  /** Rewrites the files that hold such rows, with another note. */
  void updateByRewriting(Predicate<RowData> condition) throws Exception {
    rewrite(true, file -> true, row -> condition.test(row) ? changed(row) : row);
  }

  private static RowData changed(RowData row) {
    GenericRowData changed = new GenericRowData(row.getArity());
    for (int i = 0; i < row.getArity(); i++) {
      changed.setField(
          i, RowData.createFieldGetter(Changelog.ROW_TYPE.getTypeAt(i), i).getFieldOrNull(row));
    }
    changed.setField(3, StringData.fromString("updated by another"));
    return changed;
  }

  /** {@code change} gives the row that is to stand in place of one; null for none. */
  private void rewrite(
      boolean dataChange, Predicate<DataFile> chosen, UnaryOperator<RowData> change)
      throws Exception {
    while (true) {
      List<DataFile> removed = new ArrayList<>();
      List<RowData> rows = new ArrayList<>();
      Map<String, String> own = new HashMap<>(ownRows);
      for (DataFile file : DeltaTable.at(table).snapshot().files()) {
        if (chosen.test(file)) {
          boolean touched = !dataChange;
          List<RowData> kept = new ArrayList<>();
          for (RowData row : read(file)) {
            RowData after = change.apply(row);
            touched |= after != row;
            if (after != null) {
              kept.add(after);
            }
            remember(own, row, after);
          }
          if (touched) {
            removed.add(file);
            rows.addAll(kept);
          }
        }
      }
      if (removed.isEmpty()) {
        return;
      }
      if (tryCommit(dataChange, rows.isEmpty() ? List.of() : List.of(write(rows)), removed)) {
        ownRows.clear();
        ownRows.putAll(own);
        return;
      }
    }
  }

  private static void remember(Map<String, String> own, RowData before, @Nullable RowData after) {
    if (isOwn(before)) {
      if (after == null) {
        own.remove(Changelog.keyOf(before));
      } else {
        own.put(Changelog.keyOf(after), Changelog.textOf(after));
      }
    }
  }

  /** Marks such rows in deletion vectors; where {@code update}, writes them to a new file anew. */
  void deleteByVectors(Predicate<RowData> condition, boolean update) throws Exception {
    DeletionVectorStore store = new DeletionVectorStore(table);
    while (true) {
      List<DataFile> removed = new ArrayList<>();
      List<DataFile> added = new ArrayList<>();
      List<RowData> updated = new ArrayList<>();
      Map<String, String> own = new HashMap<>(ownRows);
      for (DataFile file : DeltaTable.at(table).snapshot().files()) {
        RoaringBitmap dead = store.read(file.deletionVector());
        long before = dead.getLongCardinality();
        int number = 0;
        for (RowData row : read(withoutVector(file))) {
          if (!dead.contains(number) && condition.test(row)) {
            dead.add(number);
            RowData after = update ? changed(row) : null;
            if (after != null) {
              updated.add(after);
            }
            remember(own, row, after);
          }
          number++;
        }
        if (dead.getLongCardinality() > before) {
          removed.add(file);
          if (dead.getLongCardinality() < number) {
            added.add(DataFiles.withVector(file, store.write(List.of(dead)).get(0)));
          }
        }
      }
      if (removed.isEmpty()) {
        return;
      }
      if (!updated.isEmpty()) {
        added.add(write(updated));
      }
      if (tryCommit(true, added, removed)) {
        ownRows.clear();
        ownRows.putAll(own);
        return;
      }
    }
  }

  private static DataFile withoutVector(DataFile file) {
    return new DataFile(
        file.path(),
        file.size(),
        file.modificationTime(),
        file.partitionValues(),
        file.statistics(),
        null);
  }

  private List<RowData> read(DataFile file) throws Exception {
    RowDataSerializer serializer = new RowDataSerializer(Changelog.ROW_TYPE);
    List<RowData> rows = new ArrayList<>();
    try (CloseableIterator<RowData> found =
        new DataFileReader(table, Changelog.ROW_TYPE).read(file)) {
      while (found.hasNext()) {
        rows.add(serializer.toBinaryRow(found.next()).copy());
      }
    }
    return rows;
  }

  private DataFile write(List<RowData> rows) throws Exception {
    try (DataFileWriter writer =
        new DataFileWriter(
            table, "foreign-" + UUID.randomUUID() + ".parquet", Changelog.ROW_TYPE)) {
      for (RowData row : rows) {
        writer.write(row);
      }
      return writer.finish();
    }
  }

  private boolean tryCommit(boolean dataChange, List<DataFile> added, List<DataFile> removed) {
    try {
      commit(dataChange, added, removed);
      return true;
    } catch (DeltaException e) {
      if (e.getMessage().contains("no longer holds")) {
        return false;
      }
      throw e;
    }
  }

  private void commit(boolean dataChange, List<DataFile> added, List<DataFile> removed) {
    String id = "foreign-" + UUID.randomUUID();
    new DeltaTableCommitter(DeltaTable.at(table))
        .commit(new DeltaCommit(id, 1, id, added, removed, dataChange, DeltaCommit.UNREAD));
  }
}
