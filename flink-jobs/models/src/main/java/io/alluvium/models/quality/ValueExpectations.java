package io.alluvium.models.quality;

import static io.alluvium.models.quality.Expectations.EXPECTATIONS;
import static io.alluvium.models.quality.Expectations.UTILS;

import java.util.List;
import java.util.Optional;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LogicalType;

/** Expectations about one figure of all rows, or of each group of them. */
final class ValueExpectations {
  private static final String RANGE = "min_value? max_value? strictly? group_by?";
  private static final LogicalType NUMBER = new DoubleType();

  static final List<Expectation> ALL =
      List.of(
          range("expect_column_max_to_be_between", "The greatest value", "MAX(%s)", true),
          range("expect_column_min_to_be_between", "The least value", "MIN(%s)", true),
          range("expect_column_mean_to_be_between", "The mean", "AVG(CAST(%s AS DOUBLE))", false),
          range(
              "expect_column_stdev_to_be_between",
              "The standard deviation (of a sample)",
              "STDDEV_SAMP(CAST(%s AS DOUBLE))",
              false),
          range("expect_column_sum_to_be_between", "The sum", "SUM(%s)", false),
          range(
              "expect_column_unique_value_count_to_be_between",
              "The number of distinct values",
              "COUNT(DISTINCT %s)",
              false),
          range(
              "expect_column_proportion_of_unique_values_to_be_between",
              "The number of distinct values, divided by that of values,",
              "CAST(COUNT(DISTINCT %s) AS DOUBLE) / NULLIF(COUNT(%1$s), 0)",
              false),
          range(
              "expect_column_proportion_of_non_null_values_to_be_between",
              "The share of rows with a value",
              "CAST(COUNT(%s) AS DOUBLE) / NULLIF(COUNT(*), 0)",
              false),
          Expectation.of(
              UTILS,
              true,
              "not_null_proportion",
              "at_least? at_most? group_by?",
              "The share of rows with a value is at least (0 by default) and at most so much.",
              ValueExpectations::notNullProportion),
          Expectation.of(
              UTILS,
              true,
              "at_least_one",
              "group_by?",
              "There is a value.",
              call ->
                  compared(call, "COUNT(" + call.column() + ")", "v >= 1", "must be at least 1")),
          Expectation.of(
              UTILS,
              true,
              "not_constant",
              "group_by?",
              "There are two distinct values or more.",
              call ->
                  compared(
                      call,
                      "COUNT(DISTINCT " + call.column() + ")",
                      "v >= 2",
                      "must be at least 2")),
          Expectation.of(
              EXPECTATIONS,
              true,
              "expect_column_distinct_count_to_equal",
              "value group_by?",
              "There are exactly so many distinct values.",
              call -> distinct(call, " = ", "must be ")),
          Expectation.of(
              EXPECTATIONS,
              true,
              "expect_column_distinct_count_to_be_greater_than",
              "value group_by?",
              "There are more distinct values than so many.",
              call -> distinct(call, " > ", "must be above ")),
          Expectation.of(
              EXPECTATIONS,
              false,
              "expect_multicolumn_sum_to_equal",
              "column_list sum_total group_by?",
              "The sum of all values of the columns is the total.",
              ValueExpectations::multicolumnSum),
          Expectation.of(
              EXPECTATIONS,
              false,
              "expect_table_row_count_to_be_between",
              RANGE,
              "The number of rows lies between two bounds.",
              call -> between(call, "COUNT(*)", NUMBER)),
          Expectation.of(
              EXPECTATIONS,
              false,
              "expect_table_row_count_to_equal",
              "value group_by?",
              "There are exactly so many rows.",
              call ->
                  compared(
                      call,
                      "COUNT(*)",
                      "v = " + call.whole("value"),
                      "must be " + call.whole("value"))),
          Expectation.of(
              EXPECTATIONS,
              true,
              "expect_row_values_to_have_recent_data",
              "datepart interval",
              "The latest value is not older than so many minutes, hours, days, weeks or months.",
              call -> recent(call, call.column(), List.of())),
          Expectation.of(
              EXPECTATIONS,
              false,
              "expect_grouped_row_values_to_have_recent_data",
              "group_by timestamp_column datepart interval",
              "In each group the latest value is not older than so many minutes, hours, days,"
                  + " weeks or months.",
              call -> recent(call, call.column("timestamp_column"), call.columns("group_by"))),
          Expectation.of(
              UTILS,
              false,
              "recency",
              "field datepart interval group_by?",
              "The latest value is not older than so many minutes, hours, days, weeks or months.",
              call -> recent(call, call.column("field"), call.columns("group_by"))));

  private ValueExpectations() {}

  private static Expectation range(String name, String what, String value, boolean boundsOfColumn) {
    return Expectation.of(
        EXPECTATIONS,
        true,
        name,
        RANGE,
        what + " lies between two bounds, which are of the range unless strictly is true.",
        call ->
            between(
                call,
                String.format(value, call.column()),
                boundsOfColumn ? call.columnType() : NUMBER));
  }

  private static Rule between(TestCall call, String value, LogicalType type) {
    boolean strictly = call.flag("strictly", false);
    Optional<String> least = call.bound("min_value", type);
    Optional<String> most = call.bound("max_value", type);
    return compared(
        call,
        value,
        Bounds.holds(call, "v", least, most, strictly),
        Bounds.must(least, most, strictly));
  }

  private static Rule notNullProportion(TestCall call) {
    String least = SqlLiterals.plain(call.number("at_least", 0));
    String most = SqlLiterals.plain(call.number("at_most", 1));
    return compared(
        call,
        "CAST(COUNT(" + call.column() + ") AS DOUBLE) / NULLIF(COUNT(*), 0)",
        "v >= " + least + " AND v <= " + most,
        "must be at least " + least + " and at most " + most);
  }

  private static Rule distinct(TestCall call, String operator, String must) {
    return compared(
        call,
        "COUNT(DISTINCT " + call.column() + ")",
        "v" + operator + call.whole("value"),
        must + call.whole("value"));
  }

  private static Rule multicolumnSum(TestCall call) {
    String sum =
        String.join(
            " + ",
            call.columns("column_list").stream()
                .map(column -> "COALESCE(SUM(" + column + "), 0)")
                .toList());
    return compared(
        call, sum, "v = " + call.text("sum_total"), "must be " + call.text("sum_total"));
  }

  private static Rule recent(TestCall call, String column, List<String> groups) {
    String since = QueryExpectations.before(call, "CURRENT_TIMESTAMP");
    String value = "CAST(MAX(" + column + ") AS TIMESTAMP_LTZ(6))";
    String must = "must not be older than " + call.whole("interval") + " " + call.text("datepart");
    return groups.isEmpty()
        ? new Rule.OfValue(value, "v >= " + since, false, must)
        : ofGroups(groups, value, "v >= " + since, must);
  }

  private static Rule compared(TestCall call, String value, String holds, String must) {
    List<String> groups = call.columns("group_by");
    return groups.isEmpty()
        ? new Rule.OfValue(value, holds, value.contains("DISTINCT"), must)
        : ofGroups(groups, value, holds, must);
  }

  private static Rule ofGroups(List<String> groups, String value, String holds, String must) {
    String by = String.join(", ", groups);
    return new Rule.OfQuery(
        "SELECT * FROM (SELECT "
            + by
            + ", "
            + value
            + " AS v FROM {rows} GROUP BY "
            + by
            + ") WHERE ("
            + holds
            + ") IS NOT TRUE",
        must + " in each group");
  }
}
