package io.alluvium.models.quality.quarantine;

import io.alluvium.connectors.delta.catalog.DeltaCatalog;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.definitions.Similar;
import io.alluvium.models.ModelException;
import io.alluvium.models.quality.CheckedRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Looks at the rows in quarantine. */
public final class QuarantineList {
  private static final String TABLE = "quarantined";
  private static final String LOG = "replays";
  private static final String OPEN = "open_rows";

  private final String lakePath;
  private final Configuration flink;

  /**
   * @param lakePath the lake's folder, as a Flink path
   * @param flink of the batch jobs
   */
  public QuarantineList(String lakePath, Configuration flink) {
    this.lakePath = lakePath;
    this.flink = flink;
  }

  /**
   * Rows of a model that break the same rules.
   *
   * @param replayed whether they are in the model's table since
   * @param example what is wrong with one of them
   */
  public record Summary(String model, String rules, boolean replayed, long rows, String example) {}

  /**
   * A row.
   *
   * @param key that {@code show} takes: the row's id, or the values of its key
   * @param row as a JSON object
   */
  public record QuarantinedRow(
      String key, String rules, String reason, boolean replayed, String row) {}

  /** The models that have a quarantine, by name. */
  public List<String> models() throws Exception {
    try {
      return new DeltaCatalog("lake", "default", lakePath)
          .listTables(CheckedRows.SCHEMA).stream().sorted().toList();
    } catch (DatabaseNotExistException e) {
      return List.of();
    }
  }

  /** What is in the quarantine of a model. */
  public List<Summary> summaries(String model) throws Exception {
    QuarantineLake lake = open(model);
    List<Summary> summaries = new ArrayList<>();
    try (CloseableIterator<Row> rows =
        lake.tables()
            .executeSql(
                "SELECT rules, replayed, COUNT(*), MIN(reason) FROM "
                    + OPEN
                    + " GROUP BY rules, replayed")
            .collect()) {
      rows.forEachRemaining(
          row ->
              summaries.add(
                  new Summary(
                      model,
                      (String) row.getField(0),
                      (Boolean) row.getField(1),
                      (Long) row.getField(2),
                      (String) row.getField(3))));
    }
    summaries.sort(Comparator.comparing(Summary::rules).thenComparing(Summary::replayed));
    return summaries;
  }

  /**
   * Some of the rows, in the order of their keys.
   *
   * @param rule that they break; empty for any
   * @param limit how many at most
   */
  public List<QuarantinedRow> rows(String model, Optional<String> rule, int limit)
      throws Exception {
    QuarantineLake lake = open(model);
    List<QuarantinedRow> found = new ArrayList<>();
    String condition =
        rule.map(
                name ->
                    " WHERE CONCAT(', ', rules, ', ') LIKE '%, "
                        + name.replace("'", "''").replace("_", "\\_").replace("%", "\\%")
                        + ", %' ESCAPE '\\'")
            .orElse("");
    try (CloseableIterator<Row> rows =
        lake.tables()
            .executeSql(
                "SELECT row_key, rules, reason, replayed, content FROM "
                    + OPEN
                    + condition
                    + " ORDER BY row_key LIMIT "
                    + limit)
            .collect()) {
      rows.forEachRemaining(
          row ->
              found.add(
                  new QuarantinedRow(
                      (String) row.getField(0),
                      (String) row.getField(1),
                      (String) row.getField(2),
                      (Boolean) row.getField(3),
                      (String) row.getField(4))));
    }
    return found;
  }

  private QuarantineLake open(String model) throws Exception {
    QuarantineLake lake = new QuarantineLake(lakePath, flink);
    DeltaTable table = lake.table(CheckedRows.SCHEMA, model);
    if (!table.exists()) {
      throw new ModelException(
          "There is no quarantine of '"
              + model
              + "' in "
              + lakePath
              + Similar.hint(model, models()));
    }
    DeltaSnapshot snapshot = table.snapshot();
    lake.read(TABLE, CheckedRows.SCHEMA, model, snapshot);
    new ReplayLog(lake, model).read(LOG);
    String parts = "`" + CheckedRows.RULE + "` AS rules, `" + CheckedRows.REASON + "` AS reason, ";
    String content = ", `" + CheckedRows.ROW + "` AS content FROM " + TABLE;
    if (snapshot.primaryKey().isEmpty()) {
      lake.view(
          OPEN,
          "SELECT `"
              + CheckedRows.ID
              + "` AS row_key, "
              + parts
              + "`"
              + CheckedRows.ID
              + "` IN (SELECT `id` FROM "
              + LOG
              + ") AS replayed"
              + content);
    } else {
      List<String> key =
          snapshot.primaryKey().stream()
              .map(column -> "CAST(" + Replayed.quoted(List.of(column)) + " AS STRING)")
              .toList();
      lake.view(
          OPEN,
          "SELECT CONCAT_WS(', ', "
              + String.join(", ", key)
              + ") AS row_key, "
              + parts
              + "FALSE AS replayed"
              + content);
    }
    return lake;
  }
}
