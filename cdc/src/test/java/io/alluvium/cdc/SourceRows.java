package io.alluvium.cdc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The rows of a table of the source, in a form that {@link BronzeFold} gives as well. */
final class SourceRows {
  private final Database database;

  SourceRows(Database database) {
    this.database = database;
  }

  /** A column that the source sends. */
  record Column(String name, String type) {}

  List<Column> columns(String table) throws SQLException {
    return database
        .column(
            "SELECT a.attname || E'\\t' || coalesce(b.typname, t.typname) FROM pg_attribute a"
                + " JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype"
                + " WHERE a.attrelid = '"
                + table
                + "'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''"
                + " ORDER BY a.attnum")
        .stream()
        .map(text -> new Column(text.split("\t")[0], text.split("\t")[1]))
        .toList();
  }

  /** Each row as the texts of its columns, in the order of the rows' texts. */
  List<Map<String, String>> rows(String table) throws SQLException {
    List<Column> columns = columns(table);
    String list = columns.stream().map(SourceRows::expression).collect(Collectors.joining(", "));
    List<Map<String, String>> rows = new ArrayList<>();
    try (var connection = database.newConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT " + list + " FROM " + table)) {
      while (result.next()) {
        Map<String, String> row = new TreeMap<>();
        for (int i = 0; i < columns.size(); i++) {
          row.put(columns.get(i).name(), canonical(columns.get(i), result.getString(i + 1)));
        }
        rows.add(row);
      }
    }
    rows.sort(java.util.Comparator.comparing(Map::toString));
    return rows;
  }

  private static String expression(Column column) {
    String name = '"' + column.name().replace("\"", "\"\"") + '"';
    return switch (column.type()) {
      case "bytea" -> "encode(" + name + ", 'hex')";
      case "timestamptz" -> "(extract(epoch FROM " + name + ") * 1000000)::bigint";
      case "_text", "_int4" -> "to_jsonb(" + name + ")::text";
      default -> name + "::text";
    };
  }

  /** Numbers without zeros at the end, and the like. */
  static String canonical(Column column, String text) {
    if (text == null) {
      return null;
    }
    return switch (column.type()) {
      case "int2", "int4", "int8", "numeric", "float4", "float8" -> {
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        yield number.signum() == 0 ? "0" : number.toPlainString();
      }
      case "timestamp" -> text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
      case "bpchar" -> text.stripTrailing();
      case "_text", "_int4" -> text.replace(", ", ",");
      default -> text;
    };
  }
}
