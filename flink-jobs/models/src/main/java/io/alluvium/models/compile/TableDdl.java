package io.alluvium.models.compile;

import io.alluvium.models.jinja.Relation;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A CREATE TABLE statement.
 *
 * @param comments by column
 * @param comment of the table; empty for none
 */
record TableDdl(
    boolean temporary,
    Relation name,
    List<TableColumn> columns,
    Map<String, String> comments,
    List<String> key,
    List<String> partitions,
    String comment,
    Map<String, String> options) {

  String sql() {
    StringBuilder sql =
        new StringBuilder("CREATE ")
            .append(temporary ? "TEMPORARY " : "")
            .append("TABLE IF NOT EXISTS ")
            .append(name)
            .append(" (\n");
    sql.append(columns.stream().map(this::column).collect(Collectors.joining(",\n")));
    if (!key.isEmpty()) {
      sql.append(",\n  PRIMARY KEY (").append(quoted(key)).append(") NOT ENFORCED");
    }
    sql.append("\n)");
    if (!comment.isEmpty()) {
      sql.append("\nCOMMENT ").append(literal(comment));
    }
    if (!partitions.isEmpty()) {
      sql.append("\nPARTITIONED BY (").append(quoted(partitions)).append(')');
    }
    if (!options.isEmpty()) {
      sql.append("\nWITH (\n")
          .append(
              options.entrySet().stream()
                  .map(
                      option ->
                          "  " + literal(option.getKey()) + " = " + literal(option.getValue()))
                  .collect(Collectors.joining(",\n")))
          .append("\n)");
    }
    return sql.toString();
  }

  private String column(TableColumn column) {
    String comment = comments.getOrDefault(column.name(), "");
    return "  "
        + Relation.quoted(column.name())
        + " "
        + column.sqlType()
        + (key.contains(column.name()) ? " NOT NULL" : "")
        + (comment.isEmpty() ? "" : " COMMENT " + literal(comment));
  }

  private static String quoted(List<String> names) {
    return names.stream().map(Relation::quoted).collect(Collectors.joining(", "));
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
