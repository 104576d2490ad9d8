package io.alluvium.testing.capture;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The rows of a table of the source, in a form that {@link BronzeFold} gives as well. */
public final class SourceRows {
  private static final Set<String> NOT_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

  private final SourceDatabase database;
  private final SourceTable table;

  public SourceRows(SourceDatabase database, SourceTable table) {
    this.database = database;
    this.table = table;
  }

  /** Each row as the texts of its columns, in the order of the rows' texts. */
  public List<Map<String, String>> rows() throws SQLException {
    List<SourceTable.Column> columns = table.columns();
    String list = columns.stream().map(SourceRows::expression).collect(Collectors.joining(", "));
    String only =
        " FROM ONLY " + table.quoted() + " AS captured"; // Those that inherit are their own.
    List<Map<String, String>> rows = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET intervalstyle = 'iso_8601'");
      statement.execute("SET timezone = 'UTC'");
      boolean partitioned =
          exists(
              statement,
              "SELECT FROM pg_class WHERE relkind = 'p' AND oid = '"
                  + table.quoted().replace("'", "''")
                  + "'::regclass");
      try (ResultSet result =
          statement.executeQuery(
              "SELECT " + list + (partitioned ? only.replace("ONLY ", "") : only))) {
        while (result.next()) {
          Map<String, String> row = new TreeMap<>();
          for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i).name(), canonical(columns.get(i), result.getString(i + 1)));
          }
          rows.add(row);
        }
      }
    }
    rows.sort(Comparator.comparing(Map::toString));
    return rows;
  }

  private static boolean exists(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next();
    }
  }

  private static String expression(SourceTable.Column column) {
    String name = "captured." + SourceTable.quote(column.name());
    return switch (column.type()) {
      case "bytea" -> "encode(" + name + ", 'hex')";
      // Others do not fit, and are texts.
      case "timestamptz" ->
          "CASE WHEN "
              + name
              + " BETWEEN '0001-01-01+00' AND '9999-12-31 23:59:59.999999+00'"
              + " THEN ((extract(epoch FROM "
              + name
              + ") * 1000000)::bigint)::text ELSE "
              + name
              + "::text END";
      case "money" -> name + "::numeric::text";
      // A cast shows the network's length also of a host.
      case "inet" -> "CASE WHEN " + name + " IS NOT NULL THEN format('%s', " + name + ") END";
      case "_text", "_int4", "_numeric", "_bool" -> "to_jsonb(" + name + ")::text";
      default -> name + "::text";
    };
  }

  /** Numbers without zeros at the end, and the like. */
  static String canonical(SourceTable.Column column, String text) {
    if (text == null) {
      return null;
    }
    return switch (column.type()) {
      case "int2", "int4", "int8", "numeric", "oid", "money" -> number(text);
      case "float4", "float8" -> fraction(column.type(), text);
      case "timestamp" -> text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
      case "bpchar" -> text.stripTrailing();
      case "_text", "_int4", "_bool" -> text.replace(", ", ",");
      case "_numeric" ->
          text.replace(", ", ",").replaceAll("(\\.\\d*?)0+(?=[,\\]])", "$1").replace(".,", ",");
      default -> text;
    };
  }

  private static String fraction(String type, String text) {
    try {
      return type.equals("float4")
          ? Float.toString(Float.parseFloat(text))
          : Double.toString(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private static String number(String text) {
    if (NOT_NUMBERS.contains(text)) {
      return text;
    }
    BigDecimal number;
    try {
      number = new BigDecimal(text).stripTrailingZeros();
    } catch (NumberFormatException e) {
      // Of the column as it was before it became one of numbers: equal to no value of the source.
      return text;
    }
    return number.signum() == 0 ? "0" : number.toPlainString();
  }
}
