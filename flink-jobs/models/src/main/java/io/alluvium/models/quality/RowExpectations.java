package io.alluvium.models.quality;

import static io.alluvium.models.quality.Expectations.DBT;
import static io.alluvium.models.quality.Expectations.EXPECTATIONS;
import static io.alluvium.models.quality.Expectations.UTILS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;

/** Expectations about each row by itself, which a running job can hold to. */
final class RowExpectations {
  private static final LogicalType COUNT = new BigIntType();

  static final List<Expectation> ALL =
      List.of(
          column(DBT, "not_null", "", "The value is not null.", RowExpectations::notNull),
          column(
              EXPECTATIONS,
              "expect_column_values_to_not_be_null",
              "",
              "The value is not null.",
              RowExpectations::notNull),
          column(
              EXPECTATIONS,
              "expect_column_values_to_be_null",
              "",
              "The value is null.",
              call -> row(call, call.column() + " IS NULL", "must be null")),
          column(
              DBT,
              "accepted_values",
              "values quote?",
              "The value is one of the list.",
              call -> inSet(call, "values", "quote", true)),
          column(
              EXPECTATIONS,
              "expect_column_values_to_be_in_set",
              "value_set quote_values?",
              "The value is one of the set.",
              call -> inSet(call, "value_set", "quote_values", true)),
          column(
              EXPECTATIONS,
              "expect_column_values_to_not_be_in_set",
              "value_set quote_values?",
              "The value is none of the set.",
              call -> inSet(call, "value_set", "quote_values", false)),
          column(
              EXPECTATIONS,
              "expect_column_values_to_be_between",
              "min_value? max_value? strictly?",
              "The value lies between two bounds, which are of the range unless strictly is true.",
              call -> between(call, call.column(), call.columnType(), "")),
          column(
              UTILS,
              "accepted_range",
              "min_value? max_value? inclusive?",
              "The value lies between two bounds, which are of the range unless inclusive is"
                  + " false.",
              call -> between(call, call.column(), call.columnType(), "")),
          column(
              EXPECTATIONS,
              "expect_column_value_lengths_to_be_between",
              "min_value? max_value? strictly?",
              "The text has so many characters.",
              call -> between(call, length(call), COUNT, "length ")),
          column(
              EXPECTATIONS,
              "expect_column_value_lengths_to_equal",
              "value",
              "The text has exactly so many characters.",
              call ->
                  row(
                      call,
                      length(call) + " = " + call.whole("value"),
                      "must have " + call.whole("value") + " characters")),
          column(
              UTILS,
              "not_empty_string",
              "trim_whitespace?",
              "The text is not empty, nor of blanks alone unless trim_whitespace is false.",
              call ->
                  row(
                      call,
                      (call.flag("trim_whitespace", true)
                              ? "TRIM(" + call.column() + ")"
                              : call.column())
                          + " <> ''",
                      "must not be empty")),
          column(
              EXPECTATIONS,
              "expect_column_values_to_match_regex",
              "regex",
              "The regular expression (Java's) is found in the text.",
              call -> matches(call, "regex", true, RowExpectations::regex)),
          column(
              EXPECTATIONS,
              "expect_column_values_to_not_match_regex",
              "regex",
              "The regular expression (Java's) is not found in the text.",
              call -> matches(call, "regex", false, RowExpectations::regex)),
          column(
              EXPECTATIONS,
              "expect_column_values_to_match_regex_list",
              "regex_list match_on?",
              "Any of the regular expressions is found in the text; all with match_on: all.",
              call -> matches(call, "regex_list", true, RowExpectations::regex)),
          column(
              EXPECTATIONS,
              "expect_column_values_to_not_match_regex_list",
              "regex_list match_on?",
              "None of the regular expressions is found in the text; not all of them with"
                  + " match_on: all.",
              call -> matches(call, "regex_list", false, RowExpectations::regex)),
          column(
              EXPECTATIONS,
              "expect_column_values_to_match_like_pattern",
              "like_pattern",
              "The text matches the pattern of LIKE.",
              call -> matches(call, "like_pattern", true, RowExpectations::like)),
          column(
              EXPECTATIONS,
              "expect_column_values_to_not_match_like_pattern",
              "like_pattern",
              "The text does not match the pattern of LIKE.",
              call -> matches(call, "like_pattern", false, RowExpectations::like)),
          column(
              EXPECTATIONS,
              "expect_column_values_to_match_like_pattern_list",
              "like_pattern_list match_on?",
              "The text matches any of the patterns of LIKE; all with match_on: all.",
              call -> matches(call, "like_pattern_list", true, RowExpectations::like)),
          column(
              EXPECTATIONS,
              "expect_column_values_to_not_match_like_pattern_list",
              "like_pattern_list match_on?",
              "The text matches none of the patterns of LIKE; not all of them with match_on: all.",
              call -> matches(call, "like_pattern_list", false, RowExpectations::like)),
          column(
              EXPECTATIONS,
              "expect_column_values_to_be_json_parseable",
              "",
              "The text is JSON.",
              call -> row(call, call.column() + " IS JSON", "must be JSON")),
          column(
              EXPECTATIONS,
              "expect_column_values_to_be_dateutil_parseable",
              "",
              "The text is a date or a date and time, as SQL writes them.",
              call ->
                  row(
                      call,
                      "TRY_CAST(" + call.column() + " AS TIMESTAMP(6)) IS NOT NULL",
                      "must be a date or time")),
          column(
              EXPECTATIONS,
              "expect_column_values_to_match_strftime_format",
              "strftime_format",
              "The text is a date or time in the format, written as strftime's.",
              call ->
                  row(
                      call,
                      "TO_TIMESTAMP("
                          + call.column()
                          + ", "
                          + SqlLiterals.text(Strftime.toJava(call))
                          + ") IS NOT NULL",
                      "must be a time like " + call.text("strftime_format"))),
          table(
              EXPECTATIONS,
              "expect_column_pair_values_to_be_equal",
              "column_A column_B",
              "Two columns of the row are equal; both may be null.",
              call -> {
                String a = call.column("column_A");
                String b = call.column("column_B");
                return new Rule.OfRows(
                    a + " IS DISTINCT FROM " + b, List.of(a, b), "must be equal");
              }),
          table(
              EXPECTATIONS,
              "expect_column_pair_values_A_to_be_greater_than_B",
              "column_A column_B or_equal?",
              "Of two columns of the row the first is greater; or equal where or_equal is true.",
              call -> {
                String a = call.column("column_A");
                String b = call.column("column_B");
                String operator = call.flag("or_equal", false) ? " >= " : " > ";
                return violatedUnless(
                    a + operator + b, List.of(a, b), "must hold" + operator + "between them");
              }),
          table(
              EXPECTATIONS,
              "expect_column_pair_values_to_be_in_set",
              "column_A column_B value_pairs_set",
              "Two columns of the row are one of the pairs, each a list of two.",
              RowExpectations::pairs),
          table(
              EXPECTATIONS,
              "expect_select_column_values_to_be_unique_within_record",
              "column_list",
              "The columns of the row differ from each other.",
              RowExpectations::differ),
          table(
              EXPECTATIONS,
              "expression_is_true",
              "expression",
              "The SQL expression is not false.",
              call -> expression(call.text("expression"))),
          table(
              UTILS,
              "expression_is_true",
              "expression",
              "The SQL expression is not false; that of a column begins with its name.",
              call ->
                  expression(
                      call.test().column().isPresent()
                          ? call.column() + " " + call.text("expression")
                          : call.text("expression"))));

  private RowExpectations() {}

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

  /** Nulls hold, except where the condition speaks of them. */
  private static Rule row(TestCall call, String holds, String must) {
    String column = call.column();
    boolean ofNulls = holds.equals(column + " IS NULL") || holds.equals(column + " IS NOT NULL");
    return violatedUnless(ofNulls ? holds : column + " IS NULL OR " + holds, List.of(column), must);
  }

  private static Rule violatedUnless(String holds, List<String> columns, String must) {
    return new Rule.OfRows("(NOT (" + holds + ")) IS TRUE", columns, must);
  }

  private static Rule notNull(TestCall call) {
    return row(call, call.column() + " IS NOT NULL", "must not be null");
  }

  private static Rule inSet(TestCall call, String argument, String quote, boolean in) {
    String values = call.values(argument, quote, call.columnType());
    return row(
        call,
        call.column() + (in ? " IN (" : " NOT IN (") + values + ")",
        (in ? "must be one of " : "must be none of ") + values);
  }

  private static Rule between(TestCall call, String value, LogicalType type, String what) {
    boolean strictly = call.flag("strictly", false) || !call.flag("inclusive", true);
    Optional<String> least = call.bound("min_value", type);
    Optional<String> most = call.bound("max_value", type);
    return row(
        call,
        Bounds.holds(call, value, least, most, strictly),
        what + Bounds.must(least, most, strictly));
  }

  private static String length(TestCall call) {
    return "CHAR_LENGTH(" + call.column() + ")";
  }

  private static String regex(String column, String pattern) {
    return "REGEXP(" + column + ", " + SqlLiterals.text(pattern) + ")";
  }

  private static String like(String column, String pattern) {
    return column + " LIKE " + SqlLiterals.text(pattern);
  }

  private static Rule matches(
      TestCall call,
      String argument,
      boolean positive,
      java.util.function.BinaryOperator<String> operator) {
    String on = call.text("match_on", "any");
    if (!on.equals("any") && !on.equals("all")) {
      throw call.error("needs 'any' or 'all' for 'match_on'");
    }
    List<String> conditions =
        call.texts(argument).stream()
            .map(pattern -> operator.apply(call.column(), pattern))
            .toList();
    String found = "(" + String.join(on.equals("any") ? " OR " : " AND ", conditions) + ")";
    return row(
        call,
        positive ? found : "NOT " + found,
        (positive ? "must match " : "must not match ")
            + String.join(on.equals("any") ? " or " : " and ", call.texts(argument)));
  }

  private static Rule pairs(TestCall call) {
    String a = call.column("column_A");
    String b = call.column("column_B");
    LogicalType typeOfA = call.table().columns().get(call.text("column_A"));
    LogicalType typeOfB = call.table().columns().get(call.text("column_B"));
    List<String> conditions = new ArrayList<>();
    for (Object pair : call.list("value_pairs_set")) {
      if (!(pair instanceof List<?> values) || values.size() != 2) {
        throw call.error("needs lists of two values in 'value_pairs_set'");
      }
      conditions.add(
          "("
              + a
              + " = "
              + SqlLiterals.value(values.get(0), true, typeOfA)
              + " AND "
              + b
              + " = "
              + SqlLiterals.value(values.get(1), true, typeOfB)
              + ")");
    }
    String known = "(" + String.join(" OR ", conditions) + ")";
    return new Rule.OfRows(
        a + " IS NOT NULL AND " + b + " IS NOT NULL AND " + known + " IS NOT TRUE",
        List.of(a, b),
        "must be one of the pairs " + call.list("value_pairs_set"));
  }

  private static Rule differ(TestCall call) {
    List<String> columns = call.columns("column_list");
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      for (int j = 0; j < i; j++) {
        conditions.add(columns.get(j) + " = " + columns.get(i));
      }
    }
    if (conditions.isEmpty()) {
      throw call.error("needs two columns or more in 'column_list'");
    }
    return new Rule.OfRows(
        "(" + String.join(" OR ", conditions) + ") IS TRUE", columns, "must differ");
  }

  private static Rule expression(String expression) {
    return violatedUnless(expression, List.of(), "must hold: " + expression);
  }
}
