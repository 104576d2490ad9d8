package io.alluvium.models.quality.lake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A data test in Great Expectations' terms.
 *
 * @param isOfRows whether its result counts rows, and not a figure
 */
record ExpectationType(String name, Map<String, Object> arguments, boolean isOfRows) {
  private static final String COLUMN = "column";
  private static final String DISTINCT_COUNT = "expect_column_unique_value_count_to_be_between";
  private static final String MOST_COMMON = "expect_column_most_common_value_to_be_in_set";
  private static final String IGNORED = "ignore_row_if";
  private static final String ONE = "1";
  private static final String DIFFER = "expect_select_column_values_to_be_unique_within_record";

  /** Those of dbt, by its name. */
  private static final Map<String, String> OF_DBT =
      Map.of(
          "not_null", "expect_column_values_to_not_be_null",
          "unique", "expect_column_values_to_be_unique",
          "accepted_values", "expect_column_values_to_be_in_set",
          "dbt_utils.accepted_range", "expect_column_values_to_be_between",
          "dbt_utils.unique_combination_of_columns", "expect_compound_columns_to_be_unique",
          "dbt_utils.not_null_proportion",
              "expect_column_proportion_of_non_null_values_to_be_between",
          "dbt_expectations.expect_column_distinct_count_to_equal", DISTINCT_COUNT);

  /**
   * Its core expectations that a data test has, of rows. Not those about the order of rows, which a
   * table in a lake does not have.
   */
  private static final Set<String> OF_ROWS =
      Set.of(
          "expect_column_values_to_not_be_null",
          "expect_column_values_to_be_null",
          "expect_column_values_to_be_unique",
          "expect_column_values_to_be_in_set",
          "expect_column_values_to_not_be_in_set",
          "expect_column_values_to_be_between",
          "expect_column_value_lengths_to_be_between",
          "expect_column_value_lengths_to_equal",
          "expect_column_values_to_match_regex",
          "expect_column_values_to_not_match_regex",
          "expect_column_values_to_match_regex_list",
          "expect_column_values_to_not_match_regex_list",
          "expect_column_values_to_match_like_pattern",
          "expect_column_values_to_not_match_like_pattern",
          "expect_column_values_to_match_like_pattern_list",
          "expect_column_values_to_not_match_like_pattern_list",
          "expect_column_values_to_be_json_parseable",
          "expect_column_values_to_be_dateutil_parseable",
          "expect_column_values_to_match_strftime_format",
          "expect_column_value_z_scores_to_be_less_than",
          "expect_column_pair_values_to_be_equal",
          "expect_column_pair_values_a_to_be_greater_than_b",
          "expect_column_pair_values_to_be_in_set",
          "expect_compound_columns_to_be_unique",
          DIFFER);

  /** And of figures and columns. Its quantiles are values that are there, and not between them. */
  private static final Set<String> OF_FIGURES =
      Set.of(
          "expect_column_max_to_be_between",
          "expect_column_min_to_be_between",
          "expect_column_mean_to_be_between",
          "expect_column_median_to_be_between",
          "expect_column_stdev_to_be_between",
          "expect_column_sum_to_be_between",
          DISTINCT_COUNT,
          "expect_column_proportion_of_unique_values_to_be_between",
          "expect_column_proportion_of_non_null_values_to_be_between",
          "expect_column_distinct_values_to_be_in_set",
          "expect_column_distinct_values_to_contain_set",
          "expect_column_distinct_values_to_equal_set",
          MOST_COMMON,
          "expect_table_row_count_to_be_between",
          "expect_table_row_count_to_equal",
          "expect_table_column_count_to_be_between",
          "expect_table_column_count_to_equal",
          "expect_table_columns_to_match_ordered_list",
          "expect_table_columns_to_match_set",
          "expect_column_to_exist",
          "expect_column_values_to_be_of_type",
          "expect_column_values_to_be_in_type_list");

  /** Arguments under another name. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "values", "value_set",
          "combination_of_columns", "column_list",
          "column_type", "type_",
          "at_least", "min_value",
          "at_most", "max_value",
          "column_type_list", "type_list");

  /** Arguments that it does not have. */
  private static final Set<String> DROPPED =
      Set.of(
          "column_name",
          "quote",
          "quote_values",
          "quote_columns",
          "strictly",
          "inclusive",
          "transform",
          "sort_column",
          "top_n");

  /** Empty where it has no such expectation, or not with these arguments. */
  static Optional<ExpectationType> of(DataTestResult result) {
    String plain = result.kind().replaceFirst("^dbt_expectations\\.", "");
    String name =
        OF_DBT
            .getOrDefault(result.kind(), plain)
            .replace("values_A_to_be_greater_than_B", "values_a_to_be_greater_than_b");
    boolean ofRows = OF_ROWS.contains(name);
    if (!ofRows && !OF_FIGURES.contains(name) || !isOfAllRows(result) || !isSaid(name, result)) {
      return Optional.empty();
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    result.column().ifPresent(column -> arguments.put(COLUMN, column));
    result
        .arguments()
        .forEach(
            (key, value) -> {
              if (!DROPPED.contains(key)) {
                arguments.put(RENAMED.getOrDefault(key, key), value);
              }
            });
    translate(name, result, arguments);
    return Optional.of(new ExpectationType(name, arguments, ofRows));
  }

  /** A condition, in SQL, is nothing that it could check again, nor are groups or thresholds. */
  private static boolean isOfAllRows(DataTestResult result) {
    return !result.arguments().containsKey("row_condition")
        && !result.arguments().containsKey("group_by")
        && result.config().where().isEmpty()
        && result.config().warnIf().isAny()
        && result.config().errorIf().isAny();
  }

  /** Whether it says the same with these arguments. */
  private static boolean isSaid(String name, DataTestResult result) {
    Map<String, Object> given = result.arguments();
    return switch (name) {
      case MOST_COMMON -> ONE.equals(String.valueOf(given.getOrDefault("top_n", ONE)));
      // Of three columns it leaves out a row with a null, where two others may be equal.
      case DIFFER -> given.get("column_list") instanceof List<?> columns && columns.size() == 2;
      case "expect_column_values_to_not_match_regex_list",
          "expect_column_values_to_not_match_like_pattern_list" ->
          given.getOrDefault("match_on", "any").equals("any");
      default -> true;
    };
  }

  private static void translate(String name, DataTestResult result, Map<String, Object> arguments) {
    Map<String, Object> given = result.arguments();
    if (Boolean.TRUE.equals(given.get("strictly"))
        || Boolean.FALSE.equals(given.get("inclusive"))) {
      arguments.put("strict_min", true);
      arguments.put("strict_max", true);
    }
    switch (name) {
      case "expect_table_columns_to_match_set" ->
          arguments.put("column_set", arguments.remove("column_list"));
      case "expect_column_to_exist" ->
          // It counts from 0.
          arguments.computeIfPresent(
              "column_index", (key, index) -> Long.parseLong(index.toString()) - 1);
      case "expect_column_value_z_scores_to_be_less_than" ->
          arguments.putIfAbsent("double_sided", true);
      case DISTINCT_COUNT -> {
        Object value = arguments.remove("value");
        if (value != null) {
          arguments.put("min_value", value);
          arguments.put("max_value", value);
        }
      }
      case "expect_column_values_to_not_match_regex_list",
          "expect_column_values_to_not_match_like_pattern_list" ->
          arguments.remove("match_on");
      case DIFFER -> arguments.put(IGNORED, "any_value_is_missing");
      case "expect_column_pair_values_a_to_be_greater_than_b",
          "expect_column_pair_values_to_be_in_set" ->
          arguments.put(IGNORED, "either_value_is_missing");
      case "expect_compound_columns_to_be_unique" ->
          // To dbt_utils a null is a value like others.
          arguments.putIfAbsent(
              IGNORED, result.kind().startsWith("dbt_utils.") ? "never" : "all_values_are_missing");
      default -> {}
    }
  }
}
