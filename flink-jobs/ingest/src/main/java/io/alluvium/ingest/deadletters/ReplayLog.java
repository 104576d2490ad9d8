package io.alluvium.ingest.deadletters;

import io.alluvium.connectors.delta.sink.DeltaSink;
import io.alluvium.ingest.batch.TableScan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * {@code ops.dead_letter_replays}: which letters were replayed, and when. Only what the table of
 * the inlet was seen to hold is written here.
 */
final class ReplayLog {
  private static final RowType ROW_TYPE =
      new RowType(
          false,
          List.of(
              text("inlet", "The letter's"),
              text("source", "The letter's"),
              text("position", "The letter's"),
              new RowType.RowField(
                  "replayed_at", new LocalZonedTimestampType(6), "When it was in the table")));

  private final String path;

  ReplayLog(String lake) {
    path = lake + (lake.endsWith("/") ? "" : "/") + "ops/dead_letter_replays";
  }

  /** A letter by what tells it from others of its inlet. */
  record Letter(String source, String position) {
    String key() {
      return LetterColumns.key(source, position);
    }
  }

  /** By the letter's key, when it was replayed. */
  Map<String, Instant> of(String inlet) throws Exception {
    Map<String, Instant> replayed = new HashMap<>();
    new TableScan(path, ROW_TYPE)
        .forEach(
            row -> {
              if (row.getString(0).toString().equals(inlet)) {
                replayed.put(
                    LetterColumns.key(row.getString(1).toString(), row.getString(2).toString()),
                    row.getTimestamp(3, 6).toInstant());
              }
            });
    return replayed;
  }

  /**
   * Adds letters, in one commit.
   *
   * @param run of those that would add the same, only the first does
   */
  void add(StreamExecutionEnvironment env, String inlet, Collection<Letter> letters, String run)
      throws Exception {
    TimestampData now = TimestampData.fromInstant(Instant.now());
    List<RowData> rows = new ArrayList<>();
    for (Letter letter : letters) {
      rows.add(
          GenericRowData.of(
              StringData.fromString(inlet),
              StringData.fromString(letter.source()),
              StringData.fromString(letter.position()),
              now));
    }
    DeltaSink.append(path, ROW_TYPE)
        .sinkId(run + "/log")
        .singleRun()
        .addTo(
            env.fromCollection(rows, InternalTypeInfo.of(ROW_TYPE)).name("replayed letters"),
            "replay-log");
    env.execute("replay log of " + inlet);
  }

  private static RowType.RowField text(String name, String description) {
    return new RowType.RowField(name, VarCharType.STRING_TYPE, description);
  }
}
