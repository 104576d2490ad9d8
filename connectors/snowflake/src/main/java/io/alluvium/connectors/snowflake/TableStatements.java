package io.alluvium.connectors.snowflake;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The statements that make and alter what the sink writes to. */
final class TableStatements {
  private final TableLayout layout;

  TableStatements(TableLayout layout) {
    this.layout = layout;
  }

  /** Repeating them has no further effect. */
  List<String> create() {
    return List.of(
        "CREATE TABLE IF NOT EXISTS "
            + layout.rows()
            + " ("
            + columns()
            + ", \"_VERSION\" NUMBER(19,0), \"_EPOCH\" NUMBER(19,0) NOT NULL, \"_DELETED\" BOOLEAN"
            + " NOT NULL, \"_WRITTEN_AT\" TIMESTAMP_LTZ NOT NULL)",
        "CREATE TRANSIENT TABLE IF NOT EXISTS "
            + layout.load()
            + " ("
            + columns()
            + ", \"_VERSION\" NUMBER(19,0), \"_DELETED\" BOOLEAN NOT NULL, \"_BATCH\" VARCHAR NOT"
            + " NULL)",
        "CREATE VIEW IF NOT EXISTS " + view() + " AS " + select(),
        createLedger(),
        "CREATE TABLE IF NOT EXISTS "
            + layout.deadLetters()
            + " (TABLE_NAME VARCHAR NOT NULL, BATCH VARCHAR NOT NULL, ROW_KEY VARCHAR, COLUMN_NAME"
            + " VARCHAR, REASON VARCHAR, WRITTEN_AT TIMESTAMP_LTZ NOT NULL)",
        "CREATE STAGE IF NOT EXISTS " + layout.stage());
  }

  String createLedger() {
    return "CREATE TABLE IF NOT EXISTS "
        + layout.ledger()
        + " (BATCH VARCHAR NOT NULL, TABLE_NAME VARCHAR NOT NULL, EPOCH NUMBER(19,0) NOT NULL,"
        + " ROW_COUNT NUMBER(19,0) NOT NULL, APPLIED_AT TIMESTAMP_LTZ NOT NULL)";
  }

  /** Adds columns to one of the two tables. */
  String addColumns(String table, Collection<TableColumn> missing) {
    return "ALTER TABLE "
        + table
        + " ADD COLUMN "
        + missing.stream()
            .map(column -> column.quoted() + " " + column.type().definition())
            .collect(Collectors.joining(", "));
  }

  /** Keeps what readers were granted. */
  String replaceView() {
    return "CREATE OR REPLACE VIEW " + view() + " COPY GRANTS AS " + select();
  }

  /** A word of SQL may be its name; those of the others have more behind it, or are the sink's. */
  private String view() {
    return Identifiers.quoted(layout.view());
  }

  private String select() {
    return "SELECT "
        + layout.columns().stream().map(TableColumn::quoted).collect(Collectors.joining(", "))
        + " FROM "
        + layout.rows()
        + " WHERE NOT \"_DELETED\"";
  }

  private String columns() {
    return layout.columns().stream()
        .map(
            column ->
                column.quoted()
                    + " "
                    + column.type().definition()
                    + (column.isKey() ? " NOT NULL" : ""))
        .collect(Collectors.joining(", "));
  }
}
