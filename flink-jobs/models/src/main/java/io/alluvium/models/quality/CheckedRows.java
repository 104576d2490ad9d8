package io.alluvium.models.quality;

import io.alluvium.models.jinja.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * The statements that part a model's rows: those that keep the rules go on, the others go to its
 * quarantine, both with one checkpoint.
 *
 * <p>Where the table has a key, so has its quarantine, and what a changed row takes back is told to
 * both: a row that becomes good leaves the quarantine as it enters the table, and the other way
 * round. Each key is in one of them at most.
 *
 * @param rows the view of all rows of the model
 * @param columns of the model
 * @param key of its table; empty where rows are only added
 */
public record CheckedRows(
    String model,
    Relation rows,
    Map<String, LogicalType> columns,
    List<String> key,
    RowChecks checks) {
  /** The layer of all quarantines. */
  public static final String SCHEMA = "quarantine";

  /** The names of the rules that a row breaks. */
  public static final String RULE = "_rule";

  /** What is wrong with a row. */
  public static final String REASON = "_reason";

  /** The row, as a JSON object. */
  public static final String ROW = "_row";

  /** Tells rows without a key apart. */
  public static final String ID = "_id";

  /** When a row without a key came. */
  public static final String AT = "_at";

  private static final String CATALOG = "lake";

  /** The quarantine of a model. */
  public static Relation quarantine(String model) {
    return new Relation(CATALOG, SCHEMA, model);
  }

  /** Where a model's job tells of rows that break rules and yet are not in quarantine. */
  public static Relation violations(String model) {
    return new Relation(CATALOG, SCHEMA, model + "__violations");
  }

  /** The query of the rows that are not to go to quarantine. */
  public String good() {
    String all = columns.keySet().stream().map(Relation::quoted).collect(Collectors.joining(", "));
    return "SELECT " + all + "\nFROM " + rows + (checks.quarantines() ? "\nWHERE " + keeps() : "");
  }

  /** A condition: true of rows that are not to go to quarantine. */
  public String keeps() {
    return checks.quarantines()
        ? "(" + checks.violated(Severity.QUARANTINE) + ") IS NOT TRUE"
        : "TRUE";
  }

  public String quarantineTable() {
    List<String> fields = new ArrayList<>();
    for (String column : key) {
      fields.add(
          Relation.quoted(column)
              + " "
              + columns.get(column).copy(true).asSummaryString()
              + " NOT NULL");
    }
    if (key.isEmpty()) {
      fields.add("`" + ID + "` STRING COMMENT 'Tells the rows apart'");
      fields.add("`" + AT + "` TIMESTAMP_LTZ(6) COMMENT 'When the row came'");
    }
    fields.add("`" + RULE + "` STRING COMMENT 'The data tests that the row breaks'");
    fields.add("`" + REASON + "` STRING COMMENT 'What is wrong with the row'");
    fields.add("`" + ROW + "` STRING COMMENT 'The row as a JSON object'");
    if (!key.isEmpty()) {
      fields.add("PRIMARY KEY (" + keys() + ") NOT ENFORCED");
    }
    return "CREATE TABLE IF NOT EXISTS "
        + quarantine(model)
        + " (\n  "
        + String.join(",\n  ", fields)
        + "\n)\nCOMMENT "
        + SqlLiterals.text("Rows of " + model + " that break a rule, in place of its table");
  }

  /** The columns of a row in quarantine, of one of the model. */
  public String quarantineColumns() {
    return (key.isEmpty() ? "UUID(), CAST(CURRENT_TIMESTAMP AS TIMESTAMP_LTZ(6))" : keys())
        + ",\n  "
        + checks.names(", ", Severity.QUARANTINE)
        + " AS `"
        + RULE
        + "`,\n  "
        + checks.reasons("; ", Severity.QUARANTINE)
        + " AS `"
        + REASON
        + "`,\n  "
        + RowJson.of(columns)
        + " AS `"
        + ROW
        + "`";
  }

  public String quarantineInsert() {
    return "INSERT INTO "
        + quarantine(model)
        + "\nSELECT "
        + quarantineColumns()
        + "\nFROM "
        + rows
        + "\nWHERE "
        + checks.violated(Severity.QUARANTINE);
  }

  /** Where the job tells of rows that break the other rules. */
  public String violationsTable() {
    return "CREATE TEMPORARY TABLE "
        + violations(model)
        + " (\n  `warnings` STRING,\n  `errors` STRING,\n  `reason` STRING,\n  `row_key` STRING\n)"
        + " WITH ('connector' = '"
        + io.alluvium.models.quality.job.ViolationsFactory.IDENTIFIER
        + "', 'model' = "
        + SqlLiterals.text(model)
        + ")";
  }

  public String violationsInsert() {
    String keyText =
        (key.isEmpty() ? List.<String>of() : key)
            .stream()
                .map(
                    column ->
                        "CONCAT("
                            + SqlLiterals.text(column + " = ")
                            + ", CAST("
                            + Relation.quoted(column)
                            + " AS STRING))")
                .collect(Collectors.joining(", "));
    return "INSERT INTO "
        + violations(model)
        + "\nSELECT\n  "
        + checks.names("\n", Severity.WARN)
        + ",\n  "
        + checks.names("\n", Severity.ERROR)
        + ",\n  "
        + checks.reasons("; ", Severity.WARN, Severity.ERROR)
        + ",\n  "
        + (keyText.isEmpty() ? RowJson.of(columns) : "CONCAT_WS(', ', " + keyText + ")")
        + "\nFROM "
        + rows
        + "\nWHERE "
        + checks.violated(Severity.WARN, Severity.ERROR);
  }

  private String keys() {
    return key.stream().map(Relation::quoted).collect(Collectors.joining(", "));
  }
}
