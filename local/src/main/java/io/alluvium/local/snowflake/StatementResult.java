package io.alluvium.local.snowflake;

import java.util.List;

/** What a statement gave: of one that changes rows or definitions, the count or a message. */
record StatementResult(StatementKind kind, List<ResultColumn> columns, List<List<String>> rows) {

  static StatementResult changed(StatementKind kind, long count) {
    String name =
        switch (kind) {
          case INSERT -> "number of rows inserted";
          case UPDATE -> "number of rows updated";
          case DELETE -> "number of rows deleted";
          // The double does not tell them apart.
          case MERGE -> "number of rows inserted";
          default -> "rows_loaded";
        };
    return new StatementResult(
        kind,
        List.of(new ResultColumn(name, "fixed", 38, 0)),
        List.of(List.of(Long.toString(count))));
  }

  static StatementResult message(StatementKind kind, String message) {
    return new StatementResult(
        kind, List.of(new ResultColumn("status", "text", 0, 0)), List.of(List.of(message)));
  }
}
