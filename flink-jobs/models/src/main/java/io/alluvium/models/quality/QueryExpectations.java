package io.alluvium.models.quality;

import static io.alluvium.models.quality.Expectations.DBT;
import static io.alluvium.models.quality.Expectations.EXPECTATIONS;
import static io.alluvium.models.quality.Expectations.UTILS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.table.types.logical.LogicalType;

/** Expectations about rows that only other rows can tell of: those of this table or another. */
final class QueryExpectations {
  private static final Map<String, String> UNITS =
      Map.of(
          "second", "SECOND",
          "minute", "MINUTE",
          "hour", "HOUR",
          "day", "DAY",
          "month", "MONTH",
          "year", "YEAR");

  static final List<Expectation> ALL =
      List.of(
          column(DBT, "unique", "", "No value comes twice.", QueryExpectations::unique),
          column(
              EXPECTATIONS,
              "expect_column_values_to_be_unique",
              "",
              "No value comes twice.",
              QueryExpectations::unique),
          table(
              EXPECTATIONS,
              "expect_compound_columns_to_be_unique",
              "column_list ignore_row_if? quote_columns?",
              "No combination of values comes twice; rows with nulls in all columns, or with"
                  + " ignore_row_if: any_value_is_missing in any, do not count.",
              call -> uniqueTogether(call, call.columns("column_list"), true)),
          table(
              UTILS,
              "unique_combination_of_columns",
              "combination_of_columns quote_columns?",
              "No combination of values comes twice.",
              call -> uniqueTogether(call, call.columns("combination_of_columns"), false)),
          column(
              DBT,
              "relationships",
              "to field",
              "The value is there in a column of another table.",
              QueryExpectations::relationships),
          column(
              EXPECTATIONS,
              "expect_column_distinct_values_to_be_in_set",
              "value_set quote_values?",
              "Each distinct value is one of the set.",
              call ->
                  distinctValues(
                      call,
                      "x NOT IN ("
                          + call.values("value_set", "quote_values", call.columnType())
                          + ")",
                      "must be one of the set")),
          column(
              EXPECTATIONS,
              "expect_column_distinct_values_to_contain_set",
              "value_set quote_values?",
              "Each value of the set is there.",
              call -> new Rule.OfQuery(missingOfSet(call), "must contain the set")),
          column(
              EXPECTATIONS,
              "expect_column_distinct_values_to_equal_set",
              "value_set quote_values?",
              "The distinct values are those of the set.",
              call ->
                  new Rule.OfQuery(
                      foundValues(
                              call,
                              "x NOT IN ("
                                  + call.values("value_set", "quote_values", call.columnType())
                                  + ")")
                          + " UNION ALL "
                          + missingOfSet(call),
                      "must equal the set")),
          column(
              EXPECTATIONS,
              "expect_column_most_common_value_to_be_in_set",
              "value_set top_n? quote_values?",
              "The most common values, as many as top_n says (1 by default), are of the set.",
              QueryExpectations::mostCommon),
          column(
              EXPECTATIONS,
              "expect_column_quantile_values_to_be_between",
              "quantile min_value? max_value? strictly?",
              "The quantile, interpolated between values, lies between two bounds.",
              call -> quantile(call, call.number("quantile", 0.5))),
          column(
              EXPECTATIONS,
              "expect_column_median_to_be_between",
              "min_value? max_value? strictly?",
              "The median lies between two bounds.",
              call -> quantile(call, 0.5)),
          column(
              EXPECTATIONS,
              "expect_column_values_to_be_increasing",
              "sort_column? strictly? group_by?",
              "In the order of sort_column (by default the column itself) the values grow; they"
                  + " may stay unless strictly is true, which it is by default.",
              call -> ordered(call, "<")),
          column(
              EXPECTATIONS,
              "expect_column_values_to_be_decreasing",
              "sort_column? strictly? group_by?",
              "In the order of sort_column (by default the column itself) the values shrink; they"
                  + " may stay unless strictly is true, which it is by default.",
              call -> ordered(call, ">")),
          column(
              EXPECTATIONS,
              "expect_column_value_z_scores_to_be_less_than",
              "threshold double_sided?",
              "No value is so many standard deviations above the mean; nor below it where"
                  + " double_sided is true, which it is by default.",
              call ->
                  deviation(call, call.number("threshold", 3), call.flag("double_sided", true))),
          column(
              EXPECTATIONS,
              "expect_column_values_to_be_within_n_stdevs",
              "sigma_threshold?",
              "No value is more standard deviations (3 by default) from the mean.",
              call -> deviation(call, call.number("sigma_threshold", 3), true)),
          column(
              EXPECTATIONS,
              "expect_column_values_to_have_consistent_casing",
              "",
              "No two values differ in upper and lower case only.",
              call ->
                  new Rule.OfQuery(
                      "SELECT LOWER(x) AS x, COUNT(*) AS spellings FROM (SELECT DISTINCT "
                          + call.column()
                          + " AS x FROM {rows}) WHERE x IS NOT NULL GROUP BY LOWER(x) HAVING"
                          + " COUNT(*) > 1",
                      "must be spelled in one way")),
          table(
              EXPECTATIONS,
              "expect_table_row_count_to_equal_other_table",
              "compare_model factor?",
              "There are as many rows as in another table, times factor.",
              call -> sameCount(call, "COUNT(*)", "COUNT(*)", call.other("compare_model"))),
          table(
              EXPECTATIONS,
              "expect_table_row_count_to_equal_other_table_times_factor",
              "compare_model factor",
              "There are as many rows as in another table, times factor.",
              call -> sameCount(call, "COUNT(*)", "COUNT(*)", call.other("compare_model"))),
          table(
              UTILS,
              "equal_rowcount",
              "compare_model",
              "There are as many rows as in another table.",
              call -> sameCount(call, "COUNT(*)", "COUNT(*)", call.other("compare_model"))),
          column(
              EXPECTATIONS,
              "expect_column_distinct_count_to_equal_other_table",
              "compare_model compare_column_name?",
              "There are as many distinct values as in a column of another table.",
              QueryExpectations::sameDistinctCount),
          table(
              EXPECTATIONS,
              "expect_table_aggregation_to_equal_other_table",
              "expression compare_model compare_expression? tolerance? tolerance_percent?",
              "An aggregate is the same as of another table, or differs by the tolerance at most.",
              QueryExpectations::sameAggregate));

  private QueryExpectations() {}

  private static Expectation column(
      String packageName,
      String name,
      String arguments,
      String description,
      Function<TestCall, Rule> rule) {
    return Expectation.of(packageName, true, name, arguments, description, rule);
  }

  private static Expectation table(
      String packageName,
      String name,
      String arguments,
      String description,
      Function<TestCall, Rule> rule) {
    return Expectation.of(packageName, false, name, arguments, description, rule);
  }

  /** COUNT of the column, so that the scan needs no filter that the other tests do not have. */
  private static Rule unique(TestCall call) {
    String column = call.column();
    return new Rule.OfQuery(
        "SELECT "
            + column
            + ", COUNT("
            + column
            + ") AS n_records FROM {rows} GROUP BY "
            + column
            + " HAVING COUNT("
            + column
            + ") > 1",
        "must be unique");
  }

  private static Rule uniqueTogether(TestCall call, List<String> columns, boolean ignoresNulls) {
    String by = String.join(", ", columns);
    String counted = "COUNT(*)";
    if (ignoresNulls) {
      String ignored = call.text("ignore_row_if", "all_values_are_missing");
      if (!ignored.equals("all_values_are_missing") && !ignored.equals("any_value_is_missing")) {
        throw call.error(
            "needs all_values_are_missing or any_value_is_missing for 'ignore_row_if'");
      }
      String kept =
          String.join(
              ignored.equals("any_value_is_missing") ? " AND " : " OR ",
              columns.stream().map(column -> column + " IS NOT NULL").toList());
      counted = "COUNT(CASE WHEN " + kept + " THEN 1 END)";
    }
    return new Rule.OfQuery(
        "SELECT * FROM (SELECT "
            + by
            + ", "
            + counted
            + " AS n_records FROM {rows} GROUP BY "
            + by
            + ") WHERE n_records > 1",
        "must be unique");
  }

  private static Rule relationships(TestCall call) {
    TestedTable parent = call.other("to");
    String field = call.columnOf(parent, "field");
    String column = call.column();
    return new Rule.OfQuery(
        "SELECT child.* FROM {rows} AS child LEFT JOIN (SELECT DISTINCT "
            + field
            + " AS known_key FROM "
            + parent.sql()
            + ") AS parent ON child."
            + column
            + " = parent.known_key WHERE child."
            + column
            + " IS NOT NULL AND parent.known_key IS NULL",
        "must be there in " + field + " of " + parent.sql());
  }

  private static String foundValues(TestCall call, String wrong) {
    return "SELECT x FROM (SELECT "
        + call.column()
        + " AS x, COUNT(*) AS n FROM {rows} GROUP BY "
        + call.column()
        + ") WHERE x IS NOT NULL AND "
        + wrong;
  }

  private static Rule distinctValues(TestCall call, String wrong, String must) {
    return new Rule.OfQuery(foundValues(call, wrong), must);
  }

  private static String missingOfSet(TestCall call) {
    LogicalType type = call.columnType();
    boolean quoted = call.flag("quote_values", true);
    List<String> rows = new ArrayList<>();
    for (Object value : call.list("value_set")) {
      rows.add(
          "SELECT CAST("
              + SqlLiterals.value(value, quoted, type)
              + " AS "
              + type.copy(true).asSummaryString()
              + ") AS x");
    }
    return "SELECT wanted.x FROM ("
        + String.join(" UNION ALL ", rows)
        + ") AS wanted LEFT JOIN (SELECT DISTINCT "
        + call.column()
        + " AS x FROM {rows}) AS found ON wanted.x = found.x WHERE found.x IS NULL";
  }

  private static Rule mostCommon(TestCall call) {
    long top = call.has("top_n") ? call.whole("top_n") : 1;
    String column = call.column();
    return new Rule.OfQuery(
        "SELECT x, n FROM (SELECT x, n, RANK() OVER (ORDER BY n DESC) AS place FROM (SELECT "
            + column
            + " AS x, COUNT("
            + column
            + ") AS n FROM {rows} GROUP BY "
            + column
            + ") WHERE n > 0) WHERE place <= "
            + top
            + " AND x NOT IN ("
            + call.values("value_set", "quote_values", call.columnType())
            + ")",
        "must be one of the set");
  }

  /** As SQL's PERCENTILE_CONT: between the two values that are nearest to the place. */
  private static Rule quantile(TestCall call, double quantile) {
    if (!(quantile >= 0 && quantile <= 1)) {
      throw call.error("needs a number from 0 to 1 for 'quantile'");
    }
    String place = "(" + SqlLiterals.plain(quantile) + " * (n - 1) + 1)";
    LogicalType number = new org.apache.flink.table.types.logical.DoubleType();
    boolean strictly = call.flag("strictly", false);
    String holds =
        Bounds.holds(
            call, "v", call.bound("min_value", number), call.bound("max_value", number), strictly);
    return new Rule.OfQuery(
        "SELECT v FROM (SELECT SUM(x * CASE WHEN i = FLOOR(p) THEN 1 - (p - FLOOR(p)) ELSE p -"
            + " FLOOR(p) END) AS v FROM (SELECT x, i, CAST("
            + place
            + " AS DOUBLE) AS p FROM (SELECT x, ROW_NUMBER() OVER (ORDER BY x) AS i, COUNT(*) OVER"
            + " () AS n FROM (SELECT CAST("
            + call.column()
            + " AS DOUBLE) AS x FROM {rows}) WHERE x IS NOT NULL)) WHERE i = FLOOR(p) OR i ="
            + " FLOOR(p) + 1) WHERE ("
            + holds
            + ") IS NOT TRUE",
        Bounds.must(call.bound("min_value", number), call.bound("max_value", number), strictly));
  }

  /**
   * @param right what holds between a value and the next
   */
  private static Rule ordered(TestCall call, String right) {
    String column = call.column();
    String sort = call.has("sort_column") ? call.column("sort_column") : column;
    String by =
        call.columns("group_by").isEmpty() ? "" : String.join(", ", call.columns("group_by"));
    String allowed = call.flag("strictly", true) ? right : right + "=";
    return new Rule.OfQuery(
        "SELECT * FROM (SELECT *, LAG("
            + column
            + ") OVER ("
            + (by.isEmpty() ? "" : "PARTITION BY " + by + " ")
            + "ORDER BY "
            + sort
            + (sort.equals(column) && right.equals(">") ? " DESC" : "")
            + ") AS value_before FROM {rows}) WHERE NOT (value_before "
            + allowed
            + " "
            + column
            + ")",
        right.equals("<") ? "must increase" : "must decrease");
  }

  private static Rule deviation(TestCall call, double threshold, boolean doubleSided) {
    String score = "(CAST(" + call.column() + " AS DOUBLE) - the_mean) / NULLIF(the_deviation, 0)";
    return new Rule.OfQuery(
        "SELECT * FROM (SELECT *, AVG(CAST("
            + call.column()
            + " AS DOUBLE)) OVER () AS the_mean, STDDEV_SAMP(CAST("
            + call.column()
            + " AS DOUBLE)) OVER () AS the_deviation FROM {rows}) WHERE "
            + (doubleSided ? "ABS(" + score + ")" : score)
            + " > "
            + SqlLiterals.plain(threshold),
        "must be within " + SqlLiterals.plain(threshold) + " standard deviations of the mean");
  }

  private static Rule sameDistinctCount(TestCall call) {
    TestedTable other = call.other("compare_model");
    String theirs =
        call.has("compare_column_name")
            ? call.columnOf(other, "compare_column_name")
            : call.column();
    return sameCount(
        call, "COUNT(DISTINCT " + call.column() + ")", "COUNT(DISTINCT " + theirs + ")", other);
  }

  private static Rule sameCount(TestCall call, String mine, String theirs, TestedTable other) {
    String factor = SqlLiterals.plain(call.number("factor", 1));
    return new Rule.OfQuery(
        "SELECT mine, theirs FROM (SELECT "
            + mine
            + " AS mine FROM {rows}) CROSS JOIN (SELECT "
            + theirs
            + " AS theirs FROM "
            + other.sql()
            + ") WHERE mine <> theirs * "
            + factor,
        "must be that of " + other.sql());
  }

  private static Rule sameAggregate(TestCall call) {
    TestedTable other = call.other("compare_model");
    String theirs = call.text("compare_expression", call.text("expression"));
    String allowed = SqlLiterals.plain(call.number("tolerance", 0));
    String difference = "ABS(mine - theirs)";
    String wrong =
        call.has("tolerance_percent")
            ? difference
                + " > ABS(theirs) * "
                + SqlLiterals.plain(call.number("tolerance_percent", 0))
            : call.has("tolerance") ? difference + " > " + allowed : "mine IS DISTINCT FROM theirs";
    return new Rule.OfQuery(
        "SELECT mine, theirs FROM (SELECT "
            + call.text("expression")
            + " AS mine FROM {rows}) CROSS JOIN (SELECT "
            + theirs
            + " AS theirs FROM "
            + other.sql()
            + ") WHERE ("
            + wrong
            + ") IS NOT FALSE",
        "must be that of " + other.sql());
  }

  /** A moment, less the interval of the arguments. */
  static String before(TestCall call, String moment) {
    String part = call.text("datepart").toLowerCase(Locale.ROOT);
    long count = call.whole("interval");
    if (part.equals("week")) {
      part = "day";
      count *= 7;
    }
    String unit = UNITS.get(part);
    if (unit == null) {
      throw call.error(
          "needs second, minute, hour, day, week, month or year for 'datepart', not '"
              + part
              + "'");
    }
    String digits = Long.toString(Math.abs(count));
    return moment
        + " - INTERVAL '"
        + digits
        + "' "
        + unit
        + "("
        + Math.max(2, digits.length())
        + ")";
  }
}
