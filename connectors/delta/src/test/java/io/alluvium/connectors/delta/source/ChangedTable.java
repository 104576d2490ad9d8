package io.alluvium.connectors.delta.source;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.kernel.TestVectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.util.CloseableIterator;

/**
 * A table with a primary key that is changed at random in every way that a commit can change one:
 * files added, removed and rewritten, rows deleted by vectors, brought back, updated.
 */
public final class ChangedTable {
  public static final RowType ROW_TYPE =
      RowType.of(
          new LogicalType[] {new BigIntType(false), new BigIntType(), VarCharType.STRING_TYPE},
          new String[] {"id", "amount", "note"});

  private static final int KEYS = 120;

  private final Path folder;
  private final TestTable table;
  private final Random random;
  private long counter;

  private ChangedTable(Path folder, Random random) {
    this.folder = folder;
    this.table = new TestTable(folder.toString());
    this.random = random;
  }

  public static ChangedTable create(Path folder, long seed, List<String> primaryKey) {
    DeltaTable.at(folder.toString())
        .createIfAbsent(
            new TableDescription(
                ROW_TYPE,
                List.of(),
                primaryKey,
                Map.of("delta.enableDeletionVectors", "true"),
                ""));
    return new ChangedTable(folder, new Random(seed));
  }

  public String path() {
    return folder.toString();
  }

  public TestTable table() {
    return table;
  }

  /** Makes one commit. */
  public void change() throws Exception {
    Map<Long, Row> rows = live();
    switch (rows.isEmpty() ? 0 : random.nextInt(6)) {
      case 0 -> table.commit(List.of(table.write(fresh(rows.keySet(), 30))), List.of());
      case 1 -> table.removeFile();
      case 2 -> rewriteFiles(rows);
      case 3 -> deleteRows(rows);
      case 4 -> updateRows(rows);
      default -> bringBack(rows);
    }
  }

  private void rewriteFiles(Map<Long, Row> rows) throws Exception {
    List<DataFile> old = new ArrayList<>();
    for (DataFile file : table.latest().files()) {
      if (random.nextBoolean()) {
        old.add(file);
      }
    }
    List<RowData> kept = new ArrayList<>();
    Set<Long> otherKeys = new HashSet<>();
    rows.forEach(
        (id, row) -> {
          if (!old.contains(row.file())) {
            otherKeys.add(id);
          } else if (random.nextInt(4) > 0) {
            kept.add(random.nextInt(3) == 0 ? row(id) : row.data());
            otherKeys.add(id);
          }
        });
    kept.addAll(fresh(otherKeys, 5));
    table.commit(List.of(table.write(kept)), old);
  }

  private void deleteRows(Map<Long, Row> rows) throws Exception {
    mark(chosen(rows), List.of());
  }

  private void updateRows(Map<Long, Row> rows) throws Exception {
    List<Row> chosen = chosen(rows);
    List<RowData> added = new ArrayList<>();
    chosen.forEach(
        old -> {
          if (random.nextInt(5) > 0) {
            added.add(random.nextInt(8) == 0 ? old.data() : row(old.data().getLong(0)));
          }
        });
    added.addAll(fresh(rows.keySet(), 4));
    mark(chosen, List.of(table.write(added)));
  }

  private List<Row> chosen(Map<Long, Row> rows) {
    return rows.values().stream().filter(row -> random.nextInt(4) == 0).toList();
  }

  /** Adds rows to the deletion vectors of their files. */
  private void mark(List<Row> deleted, List<DataFile> addedFiles) throws Exception {
    Map<DataFile, List<Integer>> byFile = new LinkedHashMap<>();
    deleted.forEach(
        row -> byFile.computeIfAbsent(row.file(), file -> new ArrayList<>()).add(row.position()));
    List<DataFile> added = new ArrayList<>(addedFiles);
    List<DataFile> removed = new ArrayList<>(byFile.keySet());
    List<int[]> positions = new ArrayList<>();
    byFile.forEach((file, rows) -> positions.add(merged(file, rows)));
    addWithVectors(removed, positions, added);
    table.commit(added, removed);
  }

  private int[] merged(DataFile file, List<Integer> rows) {
    Set<Integer> all = new HashSet<>(rows);
    all.addAll(deletedPositions(file));
    return all.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  private List<Integer> deletedPositions(DataFile file) {
    var deleted = new DataFileReader(path(), ROW_TYPE).deletedRows(file.deletionVector());
    List<Integer> positions = new ArrayList<>();
    for (long at = deleted.next(0); at >= 0; at = deleted.next(at + 1)) {
      positions.add((int) at);
    }
    return positions;
  }

  private void addWithVectors(List<DataFile> files, List<int[]> positions, List<DataFile> added)
      throws Exception {
    var vectors = TestVectors.write(folder, positions);
    for (int i = 0; i < files.size(); i++) {
      DataFile file = files.get(i);
      added.add(
          new DataFile(
              file.path(),
              file.size(),
              file.modificationTime(),
              file.partitionValues(),
              file.statistics(),
              positions.get(i).length == 0 ? null : vectors.get(i)));
    }
  }

  /** Takes rows out of deletion vectors, as a restore does; keys that came back since stay. */
  private void bringBack(Map<Long, Row> rows) throws Exception {
    List<DataFile> removed = new ArrayList<>();
    List<int[]> positions = new ArrayList<>();
    Set<Long> keys = new HashSet<>(rows.keySet());
    for (DataFile file : table.latest().files()) {
      List<Integer> deleted = deletedPositions(file);
      if (!deleted.isEmpty()) {
        Map<Integer, Long> ids = allIds(file);
        int before = deleted.size();
        deleted.removeIf(at -> random.nextBoolean() && keys.add(ids.get(at)));
        if (deleted.size() < before) {
          removed.add(file);
          positions.add(deleted.stream().mapToInt(Integer::intValue).toArray());
        }
      }
    }
    List<DataFile> added = new ArrayList<>();
    addWithVectors(removed, positions, added);
    table.commit(added, removed);
  }

  private Map<Integer, Long> allIds(DataFile file) throws Exception {
    DataFile withoutVector =
        new DataFile(file.path(), file.size(), 0, file.partitionValues(), null, null);
    Map<Integer, Long> ids = new HashMap<>();
    try (CloseableIterator<RowData> rows =
        new DataFileReader(path(), ROW_TYPE).read(withoutVector)) {
      for (int position = 0; rows.hasNext(); position++) {
        ids.put(position, rows.next().getLong(0));
      }
    }
    return ids;
  }

  private List<RowData> fresh(Set<Long> taken, int count) {
    List<RowData> rows = new ArrayList<>();
    Set<Long> used = new HashSet<>(taken);
    for (int i = 0; i < count; i++) {
      long id = random.nextInt(KEYS);
      if (used.add(id)) {
        rows.add(row(id));
      }
    }
    return rows;
  }

  private RowData row(long id) {
    return GenericRowData.of(
        id, counter++, random.nextInt(5) == 0 ? null : StringData.fromString("n" + counter % 7));
  }

  /** Where a live row is. */
  record Row(DataFile file, int position, RowData data) {}

  private Map<Long, Row> live() throws Exception {
    Map<Long, Row> rows = new TreeMap<>();
    for (DataFile file : table.latest().files()) {
      Set<Integer> deleted = new HashSet<>(deletedPositions(file));
      DataFile all = new DataFile(file.path(), file.size(), 0, Map.of(), null, null);
      try (CloseableIterator<RowData> read = new DataFileReader(path(), ROW_TYPE).read(all)) {
        for (int position = 0; read.hasNext(); position++) {
          RowData row = TestTable.copy(ROW_TYPE, read.next());
          if (!deleted.contains(position)) {
            if (rows.put(row.getLong(0), new Row(file, position, row)) != null) {
              throw new AssertionError("the test made a key twice: " + row.getLong(0));
            }
          }
        }
      }
    }
    return rows;
  }

  /** The rows of a version as text, by key. */
  public Map<Long, String> rows(DeltaSnapshot snapshot) throws Exception {
    Map<Long, String> rows = new TreeMap<>();
    for (DataFile file : snapshot.files()) {
      try (CloseableIterator<RowData> read = new DataFileReader(path(), ROW_TYPE).read(file)) {
        read.forEachRemaining(row -> rows.put(row.getLong(0), text(row)));
      }
    }
    return rows;
  }

  public static String text(RowData row) {
    return row.getLong(0)
        + ","
        + (row.isNullAt(1) ? null : row.getLong(1))
        + ","
        + (row.isNullAt(2) ? null : row.getString(2));
  }
}
