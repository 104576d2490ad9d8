package io.alluvium.models.quality.quarantine;

import io.alluvium.connectors.delta.WriteMode;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.sink.DeltaSink;
import io.alluvium.connectors.delta.sink.upsert.MergeOnReadTable;
import io.alluvium.models.ModelException;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.quality.CheckedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/**
 * Makes a table with a key and its quarantine agree with rules that were changed: rows go to where
 * they belong now, so that the job, when it goes on, takes back what it wrote from where it is.
 *
 * <p>A row is added to the one before it leaves the other, each by its key. So a run that ends in
 * between leaves a row in both, where the next run finds it: the table's row counts then, as it is
 * the same, or one that the job gave later.
 */
final class KeyedReplay {
  private static final String RAW = "quarantine_table";
  private static final String QUARANTINED = "quarantined";
  private static final String TABLE = "model_table";
  private static final String BAD = "bad_rows";

  private final QuarantineLake lake;
  private final Replayed replayed;
  private final DeltaTable target;
  private final DeltaTable quarantine;
  private final List<String> key;

  KeyedReplay(QuarantineLake lake, Replayed replayed) {
    this.lake = lake;
    this.replayed = replayed;
    this.target = lake.table(replayed.node().schema(), replayed.node().table());
    this.quarantine = lake.table(CheckedRows.SCHEMA, replayed.model());
    this.key = quarantine.snapshot().primaryKey();
  }

  ReplayResult run() throws Exception {
    DeltaSnapshot table = target.snapshot();
    requireMergeOnRead(table);
    DeltaSnapshot rows = quarantine.snapshot();
    lake.read(RAW, CheckedRows.SCHEMA, replayed.model(), rows);
    lake.read(TABLE, replayed.node().schema(), replayed.node().table(), table);
    lake.view(QUARANTINED, "SELECT " + replayed.fromJson() + " FROM " + RAW);
    lake.view(
        BAD,
        "SELECT "
            + Replayed.quoted(replayed.columns().keySet())
            + " FROM "
            + TABLE
            + " WHERE NOT ("
            + replayed.keeps()
            + ")");
    String mended =
        "SELECT * FROM "
            + QUARANTINED
            + " AS q WHERE ("
            + replayed.keeps()
            + ") AND NOT "
            + isIn(TABLE, "q");
    String bad =
        "SELECT "
            + replayed.rules().quarantineColumns()
            + " FROM "
            + BAD
            + " AS b WHERE NOT "
            + isIn(RAW, "b");
    String leaving =
        "SELECT * FROM "
            + RAW
            + " AS r WHERE "
            + isIn(TABLE, "r")
            + " OR EXISTS (SELECT 1 FROM "
            + QUARANTINED
            + " AS q WHERE "
            + sameKey("q", "r")
            + " AND ("
            + replayed.keeps()
            + "))";
    long all = ReplayLog.number(lake, "SELECT COUNT(*) FROM " + RAW);
    long moved = ReplayLog.number(lake, "SELECT COUNT(*) FROM (" + mended + ")");
    long gone = ReplayLog.number(lake, "SELECT COUNT(*) FROM (" + leaving + ")");
    long taken = ReplayLog.number(lake, "SELECT COUNT(*) FROM " + BAD);
    if (moved > 0) {
      write(target, table, Optional.of(mended), Optional.empty());
    }
    if (gone > 0 || taken > 0) {
      write(quarantine, rows, Optional.of(bad), Optional.of(leaving));
    }
    if (taken > 0) {
      write(target, table, Optional.empty(), Optional.of("SELECT * FROM " + BAD));
    }
    return new ReplayResult(all, moved, gone - moved, taken);
  }

  private void requireMergeOnRead(DeltaSnapshot table) {
    if (!MergeOnReadTable.isEnabled(table.properties())) {
      throw new ModelException(
          replayed.node().file()
              + ": the table "
              + replayed.node().schema()
              + "."
              + replayed.node().table()
              + " is written by copy-on-write, to which nothing but its job may write. "
              + wayOn());
    }
  }

  /** The job does it itself: beside the table, and with one swap. */
  private String wayOn() {
    boolean isRebuilt = replayed.node().model().config().materialization() == Materialization.TABLE;
    return isRebuilt
        ? "'alluvium models run' builds it and its quarantine anew where its rules have changed"
        : "'alluvium models run --full-refresh --select "
            + replayed.model()
            + "' builds it and its quarantine anew";
  }

  private String isIn(String other, String rows) {
    return "EXISTS (SELECT 1 FROM " + other + " AS o WHERE " + sameKey("o", rows) + ")";
  }

  private String sameKey(String left, String right) {
    return key.stream()
        .map(Relation::quoted)
        .map(column -> left + "." + column + " = " + right + "." + column)
        .collect(Collectors.joining(" AND "));
  }

  private void write(
      DeltaTable to, DeltaSnapshot snapshot, Optional<String> upserts, Optional<String> deletions)
      throws Exception {
    RowType type = snapshot.rowType();
    List<DataStream<RowData>> changes = new ArrayList<>();
    upserts.ifPresent(query -> changes.add(changes(query, type, RowKind.INSERT)));
    deletions.ifPresent(query -> changes.add(changes(query, type, RowKind.DELETE)));
    DataStream<RowData> all = changes.get(0);
    for (DataStream<RowData> more : changes.subList(1, changes.size())) {
      all = all.union(more);
    }
    DeltaSink.upsert(to.path(), type, snapshot.primaryKey())
        .mode(WriteMode.MERGE_ON_READ)
        .sinkId("quarantine-replay-" + UUID.randomUUID())
        .singleRun()
        .partitionedBy(snapshot.partitionColumns())
        .addTo(all, "replay");
    lake.env().execute("replay of " + replayed.model());
  }

  private DataStream<RowData> changes(String query, RowType type, RowKind kind) {
    DataStream<RowData> rows = ReplayLog.rows(lake, query, type);
    return rows.map(
        row -> {
          row.setRowKind(kind);
          return row;
        },
        rows.getType());
  }
}
