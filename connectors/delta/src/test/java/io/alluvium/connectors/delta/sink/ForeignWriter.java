package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;

/**
 * Another writer of the table that a job writes: appends, merges files (as OPTIMIZE does) and
 * deletes, each once, when the job's rows have come so far. Runs in the job's thread.
 */
final class ForeignWriter {
  private static final String FILE_PREFIX = "foreign-";
  private static final long FIRST_ID = 1_000_000;
  private static final int ROWS_PER_APPEND = 5;
  private static final Map<String, ForeignWriter> WRITERS = new ConcurrentHashMap<>();

  private enum Kind {
    APPEND,
    OPTIMIZE,
    DELETE
  }

  private record Action(Kind kind, long row) {}

  private final String tablePath;
  private final List<Action> actions;
  private final Map<Long, Boolean> changes = new TreeMap<>();
  private int done;

  private ForeignWriter(String tablePath, List<Action> actions) {
    this.tablePath = tablePath;
    this.actions = actions;
  }

  static ForeignWriter of(String folder) {
    return WRITERS.getOrDefault(folder, new ForeignWriter("", List.of()));
  }

  static void remove(String folder) {
    WRITERS.remove(folder);
  }

  /** Known to the job by the folder. */
  static ForeignWriter install(String folder, Random random, String tablePath, long rows) {
    List<Action> actions = new ArrayList<>();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      actions.add(
          new Action(
              Kind.values()[random.nextInt(Kind.values().length)], random.nextLong(rows - 100)));
    }
    actions.sort(java.util.Comparator.comparingLong(Action::row));
    ForeignWriter writer = new ForeignWriter(tablePath, actions);
    WRITERS.put(folder, writer);
    return writer;
  }

  static boolean isForeign(DataFile file) {
    return file.path().startsWith(FILE_PREFIX);
  }

  boolean isDone() {
    return done == actions.size();
  }

  /** Ids that it added (true) or deleted (false). */
  Map<Long, Boolean> changes() {
    return changes;
  }

  void actUpTo(long row) throws Exception {
    while (done < actions.size() && actions.get(done).row() <= row) {
      Kind kind = actions.get(done++).kind();
      switch (kind) {
        case APPEND -> append();
        case OPTIMIZE -> optimize();
        case DELETE -> delete();
      }
    }
  }

  private void append() throws Exception {
    List<RowData> rows = new ArrayList<>();
    for (int i = 0; i < ROWS_PER_APPEND; i++) {
      long id = FIRST_ID + changes.size() + i;
      rows.add(SinkTestJob.row(RowKind.INSERT, id, id, "foreign"));
    }
    commit(List.of(write(rows)), List.of());
    rows.forEach(row -> changes.put(row.getLong(0), true));
  }

  private void optimize() throws Exception {
    List<DataFile> active = DeltaTable.at(tablePath).snapshot().files();
    if (active.size() < 2) {
      return;
    }
    List<DataFile> merged = active.subList(0, 2);
    List<RowData> rows = new ArrayList<>();
    for (DataFile file : merged) {
      rows.addAll(read(file));
    }
    commit(List.of(write(rows)), merged);
  }

  private void delete() throws Exception {
    List<DataFile> active = DeltaTable.at(tablePath).snapshot().files();
    if (active.isEmpty()) {
      return;
    }
    DataFile file = active.get(active.size() - 1);
    List<RowData> rows = read(file);
    commit(List.of(), List.of(file));
    for (RowData row : rows) {
      if (row.getLong(0) >= FIRST_ID) {
        changes.remove(row.getLong(0));
      } else {
        changes.put(row.getLong(0), false);
      }
    }
  }

  private List<RowData> read(DataFile file) throws Exception {
    List<RowData> rows = new ArrayList<>();
    try (CloseableIterator<RowData> found =
        new DataFileReader(tablePath, SinkTestJob.ROW_TYPE).read(file)) {
      while (found.hasNext()) {
        RowData row = found.next();
        rows.add(
            SinkTestJob.row(
                RowKind.INSERT, row.getLong(0), row.getLong(1), row.getString(2).toString()));
      }
    }
    return rows;
  }

  private DataFile write(List<RowData> rows) throws Exception {
    try (DataFileWriter writer =
        new DataFileWriter(
            tablePath, FILE_PREFIX + UUID.randomUUID() + ".parquet", SinkTestJob.ROW_TYPE)) {
      for (RowData row : rows) {
        writer.write(row);
      }
      return writer.finish();
    }
  }

  private void commit(List<DataFile> added, List<DataFile> removed) {
    String sink = UUID.randomUUID().toString();
    try (DeltaTableCommitter committer = new DeltaTableCommitter(DeltaTable.at(tablePath))) {
      committer.commit(new DeltaCommit(sink, 1, sink, added, removed));
    }
  }
}
