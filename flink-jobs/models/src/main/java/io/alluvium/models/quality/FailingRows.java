package io.alluvium.models.quality;

import java.util.Optional;

/** The queries that find what violates a rule. */
public final class FailingRows {
  private FailingRows() {}

  /** The rows of a table that count, to stand behind FROM. */
  public static String rows(String table, Optional<String> where) {
    return where
        .map(condition -> "(SELECT * FROM " + table + " WHERE " + condition + ")")
        .orElse(table);
  }

  /** A query that gives one row or more for each failure; empty where none reads the table. */
  public static Optional<String> query(Rule rule, String table, Optional<String> where) {
    String rows = rows(table, where);
    if (rule instanceof Rule.OfRows ofRows) {
      return Optional.of("SELECT * FROM " + rows + " WHERE " + ofRows.violated());
    } else if (rule instanceof Rule.OfValue ofValue) {
      return Optional.of(
          "SELECT v FROM (SELECT "
              + ofValue.value()
              + " AS v FROM "
              + rows
              + ") WHERE ("
              + ofValue.holds()
              + ") IS NOT TRUE");
    } else if (rule instanceof Rule.OfQuery ofQuery) {
      return Optional.of(ofQuery.query().replace("{rows}", rows));
    }
    return Optional.empty();
  }
}
