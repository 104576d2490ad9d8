package io.alluvium.models.quality;

import java.util.List;

/** What a test asks of a table, in SQL. */
public sealed interface Rule {

  /**
   * A condition on each row by itself.
   *
   * @param violated true of a row that violates it; never true where a value is null that it is not
   *     about
   * @param columns that it looks at, quoted
   * @param must what is asked, to go on after the values of the columns
   */
  record OfRows(String violated, List<String> columns, String must) implements Rule {}

  /**
   * A condition on a figure of all rows.
   *
   * @param value an aggregate
   * @param holds a condition on the value, which it calls {@code v}
   * @param distinct whether the aggregate is one of distinct values
   * @param must what is asked of the value
   */
  record OfValue(String value, String holds, boolean distinct, String must) implements Rule {}

  /**
   * Rows of a query are the failures.
   *
   * @param query reads {@code {rows}}
   * @param must what is asked
   */
  record OfQuery(String query, String must) implements Rule {}

  /**
   * A condition on the columns of the table, without its rows.
   *
   * @param failures how many things are wrong
   * @param message what is asked, and what there is
   */
  record OfSchema(long failures, String message) implements Rule {}
}
