package io.alluvium.models.quality.quarantine;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.sink.DeltaSink;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.utils.TypeConversions;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** {@code ops.quarantine_replays}: which rows without a key were replayed, by which run. */
final class ReplayLog {
  static final String SCHEMA = "ops";
  static final String TABLE = "quarantine_replays";

  private static final RowType ROW_TYPE =
      new RowType(
          false,
          List.of(
              text("model", "Whose row it is"),
              text("id", "The row's _id in the quarantine"),
              text("run", "Which the commit to the model's table carries"),
              new RowType.RowField(
                  "replayed_at", new LocalZonedTimestampType(6), "When the run began")));

  private final QuarantineLake lake;
  private final String model;

  ReplayLog(QuarantineLake lake, String model) {
    this.lake = lake;
    this.model = model;
  }

  /** Makes a view of the model's entries as they are now. */
  void read(String name) {
    DeltaTable table = lake.table(SCHEMA, TABLE);
    if (table.exists()) {
      lake.read(TABLE, SCHEMA, TABLE, table.snapshot());
      lake.view(
          name, "SELECT `id`, `run` FROM " + TABLE + " WHERE `model` = '" + quotedModel() + "'");
    } else {
      lake.view(
          name,
          "SELECT CAST('' AS STRING) AS `id`, CAST('' AS STRING) AS `run` FROM (VALUES (1)) AS"
              + " `no_rows`(`n`) WHERE `n` = 0");
    }
  }

  private String quotedModel() {
    return model.replace("'", "''");
  }

  /** The model's runs. */
  List<String> runs(String name) throws Exception {
    List<String> runs = new ArrayList<>();
    try (CloseableIterator<Row> rows =
        lake.tables().executeSql("SELECT DISTINCT `run` FROM " + name).collect()) {
      rows.forEachRemaining(row -> runs.add((String) row.getField(0)));
    }
    return runs;
  }

  /**
   * Notes what a run is to add, in one commit; of those of one number only the first is taken.
   *
   * @param ids a query of the rows' ids
   */
  void begin(String ids, int number) throws Exception {
    String run = "quarantine-replay/" + model + "/" + number;
    DataStream<RowData> rows =
        rows(
            lake,
            "SELECT '"
                + quotedModel()
                + "' AS `model`, `id`, '"
                + run.replace("'", "''")
                + "' AS `run`, CAST(CURRENT_TIMESTAMP AS TIMESTAMP_LTZ(6)) AS `replayed_at` FROM ("
                + ids
                + ") AS chosen(`id`)",
            ROW_TYPE);
    DeltaSink.append(lake.path(SCHEMA, TABLE), ROW_TYPE)
        .sinkId(run + "/log")
        .singleRun()
        .addTo(rows, "replay-log");
    lake.env().execute("replay log of " + model);
  }

  /** The rows of a query as a stream. */
  static DataStream<RowData> rows(QuarantineLake lake, String query, RowType type) {
    return lake.tables()
        .toDataStream(
            lake.tables().sqlQuery(query),
            TypeConversions.fromLogicalToDataType(nullable(type)).bridgedTo(RowData.class));
  }

  private static RowType nullable(RowType type) {
    return new RowType(
        false,
        type.getFields().stream()
            .map(field -> new RowType.RowField(field.getName(), field.getType().copy(true)))
            .toList());
  }

  /** The one number that a query gives. */
  static long number(QuarantineLake lake, String query) throws Exception {
    try (CloseableIterator<Row> rows = lake.tables().executeSql(query).collect()) {
      return ((Number) rows.next().getField(0)).longValue();
    }
  }

  private static RowType.RowField text(String name, String description) {
    return new RowType.RowField(name, VarCharType.STRING_TYPE, description);
  }
}
