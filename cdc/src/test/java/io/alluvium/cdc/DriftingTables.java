package io.alluvium.cdc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Tables whose columns come, go, are renamed and change their types. */
final class DriftingTables {
  private static final List<String> TYPES =
      List.of("int", "bigint", "text", "numeric(10,2)", "date", "boolean");

  private final Database database;
  private final Random random;

  /** By table: columns with their types. */
  private final Map<String, Map<String, String>> tables = new TreeMap<>();

  private final List<String> statements = new ArrayList<>();
  private int nextColumn;
  private int nextId = 1;

  DriftingTables(Database database, Random random) {
    this.database = database;
    this.random = random;
  }

  List<String> names() {
    return List.copyOf(tables.keySet());
  }

  /** What was done to the schema, for a failed test. */
  List<String> statements() {
    return statements;
  }

  void create() throws SQLException {
    for (int i = 0; i < 3; i++) {
      createAnother();
    }
    changeRows();
  }

  String createAnother() throws SQLException {
    String table = "drifting_" + tables.size();
    execute("CREATE TABLE " + table + " (id int PRIMARY KEY)");
    tables.put(table, new TreeMap<>());
    for (int i = 0; i < 3; i++) {
      addColumn(table);
    }
    insert(table, 20);
    return table;
  }

  private void execute(String... sql) throws SQLException {
    statements.addAll(List.of(sql));
    database.transaction(sql);
  }

  private String pick() {
    return names().get(random.nextInt(tables.size()));
  }

  private String pickColumn(String table) {
    List<String> columns = List.copyOf(tables.get(table).keySet());
    return columns.isEmpty() ? null : columns.get(random.nextInt(columns.size()));
  }

  /** Of the first table. */
  String addColumn() throws SQLException {
    return addColumn("drifting_0");
  }

  private String addColumn(String table) throws SQLException {
    String column = "c" + nextColumn++;
    String type = TYPES.get(random.nextInt(TYPES.size()));
    if (random.nextInt(3) == 0) {
      // The rows that are there get the value without a change of their own.
      execute(
          "ALTER TABLE " + table + " ADD " + column + " " + type + " DEFAULT " + value(type, 3),
          touch(table));
    } else {
      execute("ALTER TABLE " + table + " ADD " + column + " " + type);
    }
    tables.get(table).put(column, type);
    return column;
  }

  /** A renamed or retyped column has its values in bronze from each row's next change on. */
  private static String touch(String table) {
    return "UPDATE " + table + " SET id = id";
  }

  void changeSchema() throws SQLException {
    String table = pick();
    String column = pickColumn(table);
    int kind = column == null ? 0 : random.nextInt(4);
    switch (kind) {
      case 0 -> addColumn(table);
      case 1 -> {
        execute("ALTER TABLE " + table + " DROP " + column);
        tables.get(table).remove(column);
      }
      case 2 -> {
        String renamed = "c" + nextColumn++;
        execute("ALTER TABLE " + table + " RENAME " + column + " TO " + renamed, touch(table));
        tables.get(table).put(renamed, tables.get(table).remove(column));
      }
      default -> {
        String type = TYPES.get(random.nextInt(TYPES.size()));
        execute(
            "ALTER TABLE "
                + table
                + " ALTER "
                + column
                + " DROP DEFAULT, ALTER "
                + column
                + " TYPE "
                + type
                + " USING NULL",
            "UPDATE " + table + " SET " + column + " = " + value(type, random.nextInt(9)));
        tables.get(table).put(column, type);
      }
    }
  }

  void changeRows() throws SQLException {
    for (String table : names()) {
      insert(table, random.nextInt(5));
      List<String> changes = new ArrayList<>();
      for (Map.Entry<String, String> column : tables.get(table).entrySet()) {
        changes.add(
            "UPDATE "
                + table
                + " SET "
                + column.getKey()
                + " = "
                + (random.nextInt(4) == 0 ? "NULL" : value(column.getValue(), random.nextInt(100)))
                + " WHERE id % 5 = "
                + random.nextInt(5));
      }
      changes.add("DELETE FROM " + table + " WHERE id % 11 = " + random.nextInt(11));
      changes.add(
          "UPDATE " + table + " SET id = -id WHERE id > 0 AND id % 13 = " + random.nextInt(13));
      database.transaction(changes.toArray(String[]::new));
    }
  }

  private void insert(String table, int count) throws SQLException {
    for (int i = 0; i < count; i++) {
      List<String> columns = new ArrayList<>(List.of("id"));
      List<String> values = new ArrayList<>(List.of(String.valueOf(nextId++)));
      tables
          .get(table)
          .forEach(
              (column, type) -> {
                columns.add(column);
                values.add(value(type, random.nextInt(100)));
              });
      database.execute(
          "INSERT INTO "
              + table
              + " ("
              + String.join(", ", columns)
              + ") VALUES ("
              + String.join(", ", values)
              + ")");
    }
  }

  private static String value(String type, int number) {
    return switch (type) {
      case "text" -> "'t" + number + "'";
      case "date" -> "date '2024-01-01' + " + number;
      case "boolean" -> String.valueOf(number % 2 == 0);
      case "bigint" -> number + 5_000_000_000L + "";
      case "numeric(10,2)" -> number + ".50";
      default -> String.valueOf(number);
    };
  }
}
