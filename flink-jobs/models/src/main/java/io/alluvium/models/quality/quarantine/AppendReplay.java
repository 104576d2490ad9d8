package io.alluvium.models.quality.quarantine;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.sink.DeltaSink;
import io.alluvium.models.quality.CheckedRows;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Adds quarantined rows to a table without a key.
 *
 * <p>Two tables change, which no commit spans: the log of replays, which says what a run is to add,
 * and the table. The run's name is made of the number of runs before it, and each commit of it
 * carries the name.
 *
 * <ul>
 *   <li>Of runs that begin at the same state, the log takes one; the other does what that one is to
 *       do, and then begins anew.
 *   <li>The table takes one commit of a run, whoever makes it.
 *   <li>A run that ended between log and table is made up for by the next one, with the very rows
 *       that the log says, also where the rules have changed since.
 * </ul>
 */
final class AppendReplay {
  private static final String ROWS = "quarantined";
  private static final String LOG = "replays";

  private final QuarantineLake lake;
  private final Replayed replayed;
  private final ReplayLog log;
  private final DeltaTable target;

  AppendReplay(QuarantineLake lake, Replayed replayed) {
    this.lake = lake;
    this.replayed = replayed;
    this.log = new ReplayLog(lake, replayed.model());
    this.target = lake.table(replayed.node().schema(), replayed.node().table());
  }

  ReplayResult run() throws Exception {
    DeltaSnapshot quarantine = lake.table(CheckedRows.SCHEMA, replayed.model()).snapshot();
    lake.read(ROWS, CheckedRows.SCHEMA, replayed.model(), quarantine);
    long added = 0;
    long openBefore = -1;
    while (true) {
      log.read(LOG);
      List<String> runs = log.runs(LOG);
      for (String run : runs) {
        if (target.snapshot().transactionVersion(run).isEmpty()) {
          added += add(run);
        }
      }
      long open = count("TRUE");
      openBefore = openBefore < 0 ? open + added : openBefore;
      if (count(replayed.keeps()) == 0) {
        return new ReplayResult(openBefore, added, 0, 0);
      }
      log.begin(open(replayed.keeps()), runs.size());
    }
  }

  /** The ids of the rows that no run has and that are such. */
  private String open(String condition) {
    return "SELECT `"
        + CheckedRows.ID
        + "` FROM (SELECT `"
        + CheckedRows.ID
        + "`, "
        + replayed.fromJson()
        + " FROM "
        + ROWS
        + " WHERE `"
        + CheckedRows.ID
        + "` NOT IN (SELECT `id` FROM "
        + LOG
        + ")) WHERE "
        + condition;
  }

  private long count(String condition) throws Exception {
    return ReplayLog.number(lake, "SELECT COUNT(*) FROM (" + open(condition) + ")");
  }

  private long add(String run) throws Exception {
    String rows =
        "SELECT "
            + replayed.fromJson()
            + " FROM "
            + ROWS
            + " WHERE `"
            + CheckedRows.ID
            + "` IN (SELECT `id` FROM "
            + LOG
            + " WHERE `run` = '"
            + run.replace("'", "''")
            + "')";
    long count = ReplayLog.number(lake, "SELECT COUNT(*) FROM (" + rows + ")");
    DeltaSnapshot snapshot = target.snapshot();
    RowType type = snapshot.rowType();
    DataStream<RowData> stream = ReplayLog.rows(lake, rows, type);
    DeltaSink.append(target.path(), type)
        .sinkId(run)
        .singleRun()
        .properties(Map.of())
        .partitionedBy(snapshot.partitionColumns())
        .addTo(stream, "replay");
    lake.env().execute("replay of " + replayed.model());
    return count;
  }
}
