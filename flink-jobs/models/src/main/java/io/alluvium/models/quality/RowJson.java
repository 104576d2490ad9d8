package io.alluvium.models.quality;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.VarCharType;

/** Rows as JSON in SQL, and back. */
public final class RowJson {
  private RowJson() {}

  /** An expression that gives a row's columns as a JSON object; times are texts, in UTC. */
  public static String of(Map<String, LogicalType> columns) {
    return columns.entrySet().stream()
        .map(
            column ->
                "KEY "
                    + SqlLiterals.text(column.getKey())
                    + " VALUE "
                    + value(TestCall.quoted(column.getKey()), column.getValue()))
        .collect(Collectors.joining(", ", "JSON_OBJECT(", " NULL ON NULL)"));
  }

  private static String value(String column, LogicalType type) {
    return switch (type.getTypeRoot()) {
      case CHAR, VARCHAR, BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, FLOAT, DOUBLE, DECIMAL ->
          column;
      default -> "CAST(" + column + " AS STRING)";
    };
  }

  /** Columns that do not come back from JSON as they were. */
  public static List<String> lossy(Map<String, LogicalType> columns) {
    return columns.entrySet().stream()
        .filter(column -> !comesBack(column.getValue().getTypeRoot()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean comesBack(LogicalTypeRoot root) {
    return switch (root) {
      case CHAR,
          VARCHAR,
          BOOLEAN,
          TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          FLOAT,
          DOUBLE,
          DECIMAL,
          DATE,
          TIME_WITHOUT_TIME_ZONE,
          TIMESTAMP_WITHOUT_TIME_ZONE,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          true;
      default -> false;
    };
  }

  /** A SELECT list that gives the columns of a JSON object again. */
  public static String columns(String json, Map<String, LogicalType> columns) {
    return columns.entrySet().stream()
        .map(column -> column(json, column.getKey(), column.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String column(String json, String name, LogicalType type) {
    String path = "$['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']";
    String value = "JSON_VALUE(" + json + ", " + SqlLiterals.text(path) + ")";
    return (type instanceof VarCharType
            ? value
            : "CAST(" + value + " AS " + type.copy(true).asSummaryString() + ")")
        + " AS "
        + TestCall.quoted(name);
  }
}
