package io.alluvium.models.quality.lake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * For each kind of data test a call that holds and one that does not, on the rows of a table. The
 * checks against Great Expectations take them, too.
 */
public final class ExpectationCases {
  /** The table that is tested; {@code moment} is new in rows 1 to 3 and old in the others. */
  static final String COLUMNS =
      "id BIGINT, grp STRING, amount DOUBLE, twice DOUBLE, code STRING, doc STRING, day_text STRING,"
          + " nothing STRING, same STRING, dup BIGINT, cased STRING, down BIGINT, d DATE,"
          + " price DECIMAL(10, 2), blank STRING, moment TIMESTAMP_LTZ(6)";

  static final List<String> ROWS =
      List.of(
          "1, 'a', 10, 20, 'A-1', '{\"a\":1}', '2020-01-01', NULL, 'c', 1, 'Yes', 6, DATE"
              + " '2020-01-01', 1.10, ' ', {now}",
          "2, 'a', 20, 40, 'A-2', '[1]', '2020-01-02 10:00:00', NULL, 'c', 1, 'yes', 5, DATE"
              + " '2020-01-02', 2.20, 'b', {now}",
          "3, 'b', 30, 60, 'B-3', '{}', '2020-01-03', NULL, 'c', 2, 'no', 4, DATE '2020-01-03',"
              + " 3.30, 'b', {now}",
          "4, 'b', 40, 80, 'B-4', '1', '2020-01-04', NULL, 'c', 3, 'no', 3, DATE '2020-01-04', 4.40,"
              + " 'b', {old}",
          "5, 'b', 50, 101, 'x', 'no json', 'soon', NULL, 'c', 4, 'no', 2, DATE '2020-01-05', 5.50,"
              + " 'b', {old}",
          "6, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, {old}");

  static final String OTHER_COLUMNS = "k STRING, n BIGINT";

  static final List<String> OTHER_ROWS = List.of("'a', 1", "'c', 2", "'d', 14");

  /**
   * A call.
   *
   * @param column that it is given to; empty for the table
   */
  public record Call(String kind, String column, String arguments, String name, long failures) {
    String yaml() {
      return "{" + kind + ": {name: " + name + (arguments.isEmpty() ? "" : ", " + arguments) + "}}";
    }
  }

  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Integer> used = new LinkedHashMap<>();
  private String packageName = "";

  /** All of them: two of each kind, or more. */
  public static List<Call> all() {
    ExpectationCases cases = new ExpectationCases();
    cases.dbt();
    cases.packageName = "dbt_expectations.";
    cases.rows();
    cases.values();
    cases.queries();
    cases.schemas();
    cases.packageName = "dbt_utils.";
    cases.utils();
    return cases.calls;
  }

  /** A column's: it holds for the first column and arguments, and not for the second. */
  private void column(
      String kind, String good, String arguments, String bad, String others, long failures) {
    add(kind, good, arguments, 0);
    add(kind, bad, others, failures);
  }

  private void table(String kind, String arguments, String others, long failures) {
    add(kind, "", arguments, 0);
    add(kind, "", others, failures);
  }

  private void add(String kind, String column, String arguments, long failures) {
    String plain = (packageName + kind).replace('.', '_');
    int number = used.merge(plain, 1, Integer::sum);
    String name = (failures == 0 ? "pass_" : "fail_") + plain + "_" + number;
    calls.add(new Call(packageName + kind, column, arguments, name, failures));
  }

  private void dbt() {
    column("not_null", "id", "", "grp", "", 1);
    column("unique", "id", "", "dup", "", 1);
    column("accepted_values", "grp", "values: [a, b]", "grp", "values: [a]", 3);
    column("accepted_values", "id", "values: [1, 2, 3, 4, 5, 6]", "id", "values: ['1', '2']", 4);
    column(
        "accepted_values",
        "id",
        "values: [1, 2, 3, 4, 5, 6], quote: false",
        "d",
        "values: ['2020-01-01']",
        4);
    column(
        "relationships",
        "grp",
        "to: \"source('raw', 'other')\", field: k, where: \"grp <> 'b'\"",
        "grp",
        "to: \"source('raw', 'other')\", field: k",
        3);
  }

  private void rows() {
    column("expect_column_values_to_not_be_null", "id", "", "grp", "", 1);
    column("expect_column_values_to_be_null", "nothing", "", "grp", "", 5);
    column(
        "expect_column_values_to_be_in_set",
        "grp",
        "value_set: [a, b]",
        "grp",
        "value_set: [b]",
        2);
    column(
        "expect_column_values_to_not_be_in_set",
        "grp",
        "value_set: [z]",
        "grp",
        "value_set: [b]",
        3);
    column(
        "expect_column_values_to_be_between",
        "amount",
        "min_value: 10, max_value: 50",
        "amount",
        "min_value: 10, max_value: 50, strictly: true",
        2);
    column(
        "expect_column_values_to_be_between",
        "d",
        "min_value: '2020-01-01'",
        "d",
        "max_value: '2020-01-03', row_condition: id > 1",
        2);
    column(
        "expect_column_value_lengths_to_be_between",
        "grp",
        "min_value: 1",
        "code",
        "max_value: 2",
        4);
    column("expect_column_value_lengths_to_equal", "grp", "value: 1", "code", "value: 3", 1);
    column(
        "expect_column_values_to_match_regex",
        "grp",
        "regex: '^[ab]$'",
        "code",
        "regex: '^[AB]-\\d$'",
        1);
    column(
        "expect_column_values_to_not_match_regex", "code", "regex: 'C'", "code", "regex: 'B'", 2);
    column(
        "expect_column_values_to_match_regex_list",
        "code",
        "regex_list: ['-', x]",
        "code",
        "regex_list: ['-', A], match_on: all",
        3);
    column(
        "expect_column_values_to_not_match_regex_list",
        "code",
        "regex_list: ['-', x], match_on: all",
        "code",
        "regex_list: [A, B]",
        4);
    column(
        "expect_column_values_to_match_like_pattern",
        "grp",
        "like_pattern: '_'",
        "code",
        "like_pattern: '%-%'",
        1);
    column(
        "expect_column_values_to_not_match_like_pattern",
        "code",
        "like_pattern: 'C%'",
        "code",
        "like_pattern: 'B%'",
        2);
    column(
        "expect_column_values_to_match_like_pattern_list",
        "code",
        "like_pattern_list: ['%-%', x]",
        "code",
        "like_pattern_list: ['A%']",
        3);
    column(
        "expect_column_values_to_not_match_like_pattern_list",
        "code",
        "like_pattern_list: ['C%', 'D%']",
        "code",
        "like_pattern_list: ['A%', 'C%']",
        2);
    column("expect_column_values_to_be_json_parseable", "doc", "where: id < 5", "doc", "", 1);
    column(
        "expect_column_values_to_be_dateutil_parseable",
        "day_text",
        "where: id < 5",
        "day_text",
        "",
        1);
    column(
        "expect_column_values_to_match_strftime_format",
        "day_text",
        "strftime_format: '%Y-%m-%d', where: 'id IN (1, 3, 4, 6)'",
        "day_text",
        "strftime_format: '%Y-%m-%d', where: id <> 2",
        1);
    table(
        "expect_column_pair_values_to_be_equal",
        "column_A: amount, column_B: amount",
        "column_A: id, column_B: dup",
        5);
    table(
        "expect_column_pair_values_A_to_be_greater_than_B",
        "column_A: twice, column_B: amount",
        "column_A: dup, column_B: id, or_equal: true",
        4);
    table(
        "expect_column_pair_values_to_be_in_set",
        "column_A: grp, column_B: id, value_pairs_set: [[a, 1], [a, 2], [b, 3], [b, 4], [b, 5]]",
        "column_A: grp, column_B: id, value_pairs_set: [[a, 1], [b, 2]]",
        4);
    table(
        "expect_select_column_values_to_be_unique_within_record",
        "column_list: [amount, twice]",
        "column_list: [id, dup, down]",
        2);
    table("expression_is_true", "expression: id > 0", "expression: twice = 2 * amount", 1);
  }

  private void values() {
    column(
        "expect_column_max_to_be_between",
        "amount",
        "min_value: 50, max_value: 50",
        "amount",
        "max_value: 49",
        1);
    column(
        "expect_column_min_to_be_between",
        "d",
        "min_value: '2020-01-01'",
        "d",
        "min_value: '2020-01-01', strictly: true",
        1);
    column(
        "expect_column_mean_to_be_between",
        "amount",
        "min_value: 30, max_value: 30",
        "amount",
        "min_value: 31",
        1);
    column(
        "expect_column_mean_to_be_between",
        "dup",
        "min_value: 2.19, max_value: 2.21",
        "amount",
        "max_value: 20, group_by: [grp]",
        2);
    column(
        "expect_column_stdev_to_be_between",
        "amount",
        "min_value: 15.8, max_value: 15.82",
        "amount",
        "max_value: 15",
        1);
    column(
        "expect_column_sum_to_be_between",
        "price",
        "min_value: 16.5, max_value: 16.5",
        "price",
        "max_value: 16",
        1);
    column(
        "expect_column_sum_to_be_between",
        "amount",
        "max_value: 120, group_by: grp, where: grp IS NOT NULL",
        "amount",
        "max_value: 100, group_by: grp, where: grp IS NOT NULL",
        1);
    column(
        "expect_column_unique_value_count_to_be_between",
        "dup",
        "min_value: 4, max_value: 4",
        "dup",
        "min_value: 5",
        1);
    column(
        "expect_column_proportion_of_unique_values_to_be_between",
        "dup",
        "min_value: 0.8, max_value: 0.8",
        "dup",
        "min_value: 0.9",
        1);
    column(
        "expect_column_proportion_of_non_null_values_to_be_between",
        "dup",
        "min_value: 0.8, max_value: 0.9",
        "dup",
        "min_value: 0.9",
        1);
    column("expect_column_distinct_count_to_equal", "grp", "value: 2", "grp", "value: 3", 1);
    column(
        "expect_column_distinct_count_to_be_greater_than", "grp", "value: 1", "grp", "value: 2", 1);
    table(
        "expect_multicolumn_sum_to_equal",
        "column_list: [id, dup], sum_total: 32",
        "column_list: [id, dup], sum_total: 31",
        1);
    table("expect_table_row_count_to_be_between", "min_value: 6", "max_value: 5", 1);
    table("expect_table_row_count_to_equal", "value: 6", "value: 6, where: id > 1", 1);
    column(
        "expect_row_values_to_have_recent_data",
        "moment",
        "datepart: day, interval: 1",
        "moment",
        "datepart: hour, interval: 100, row_condition: id > 3",
        1);
    table(
        "expect_grouped_row_values_to_have_recent_data",
        "group_by: [grp], timestamp_column: moment, datepart: day, interval: 1, row_condition: id < 4",
        "group_by: [grp], timestamp_column: moment, datepart: week, interval: 1",
        1);
  }

  private void queries() {
    column("expect_column_values_to_be_unique", "amount", "", "grp", "", 2);
    table(
        "expect_compound_columns_to_be_unique",
        "column_list: [grp, id]",
        "column_list: [grp, same]",
        2);
    column(
        "expect_column_distinct_values_to_be_in_set",
        "grp",
        "value_set: [a, b, c]",
        "grp",
        "value_set: [c]",
        2);
    column(
        "expect_column_distinct_values_to_contain_set",
        "grp",
        "value_set: [a]",
        "grp",
        "value_set: [a, c, d]",
        2);
    column(
        "expect_column_distinct_values_to_equal_set",
        "grp",
        "value_set: [a, b]",
        "grp",
        "value_set: [a, c]",
        2);
    column(
        "expect_column_most_common_value_to_be_in_set",
        "grp",
        "value_set: [b]",
        "grp",
        "value_set: [b], top_n: 2",
        1);
    column(
        "expect_column_quantile_values_to_be_between",
        "amount",
        "quantile: 0.9, min_value: 45.9, max_value: 46.1",
        "amount",
        "quantile: 0.25, min_value: 21",
        1);
    column(
        "expect_column_median_to_be_between",
        "down",
        "min_value: 3.5, max_value: 3.5",
        "down",
        "max_value: 3",
        1);
    column(
        "expect_column_values_to_be_increasing",
        "id",
        "sort_column: id",
        "dup",
        "sort_column: id",
        1);
    column(
        "expect_column_values_to_be_increasing",
        "dup",
        "sort_column: id, strictly: false",
        "down",
        "sort_column: id",
        5);
    column(
        "expect_column_values_to_be_decreasing",
        "down",
        "sort_column: id",
        "amount",
        "sort_column: id",
        4);
    column(
        "expect_column_value_z_scores_to_be_less_than",
        "amount",
        "threshold: 2",
        "amount",
        "threshold: 1",
        2);
    column(
        "expect_column_values_to_be_within_n_stdevs",
        "amount",
        "",
        "amount",
        "sigma_threshold: 1.2",
        2);
    column("expect_column_values_to_have_consistent_casing", "grp", "", "cased", "", 1);
    table(
        "expect_table_row_count_to_equal_other_table",
        "compare_model: \"source('raw', 'other')\", where: id < 4",
        "compare_model: \"source('raw', 'other')\"",
        1);
    table(
        "expect_table_row_count_to_equal_other_table_times_factor",
        "compare_model: \"source('raw', 'other')\", factor: 2",
        "compare_model: \"source('raw', 'other')\", factor: 3",
        1);
    column(
        "expect_column_distinct_count_to_equal_other_table",
        "id",
        "compare_model: \"source('raw', 't')\"",
        "grp",
        "compare_model: \"source('raw', 'other')\", compare_column_name: k",
        1);
    table(
        "expect_table_aggregation_to_equal_other_table",
        "expression: SUM(id), compare_model: \"source('raw', 'other')\", compare_expression: SUM(n) + 5, tolerance: 1",
        "expression: SUM(id), compare_model: \"source('raw', 'other')\", compare_expression: SUM(n)",
        1);
  }

  private void schemas() {
    column("expect_column_to_exist", "id", "column_index: 1", "id", "column_index: 2", 1);
    column(
        "expect_column_values_to_be_of_type",
        "price",
        "column_type: 'decimal(10, 2)'",
        "id",
        "column_type: INT",
        1);
    column(
        "expect_column_values_to_be_in_type_list",
        "moment",
        "column_type_list: [date, timestamp_ltz]",
        "id",
        "column_type_list: [INT, STRING]",
        1);
    table("expect_table_column_count_to_equal", "value: 16", "value: 15", 1);
    table("expect_table_column_count_to_be_between", "min_value: 16", "max_value: 15", 1);
    table(
        "expect_table_column_count_to_equal_other_table",
        "compare_model: \"source('raw', 't')\"",
        "compare_model: \"source('raw', 'other')\"",
        1);
    String all = COLUMNS.replaceAll(" [A-Z_]+(\\([0-9, ]+\\))?", "");
    table(
        "expect_table_columns_to_match_ordered_list",
        "column_list: [" + all + "]",
        "column_list: [grp, id]",
        1);
    table(
        "expect_table_columns_to_match_set",
        "column_list: [" + all + "]",
        "column_list: [" + all.replace("id, ", "") + ", more]",
        2);
    table(
        "expect_table_columns_to_contain_set",
        "column_list: [GRP, id]",
        "column_list: [grp, more], transform: none",
        1);
    table(
        "expect_table_columns_to_not_contain_set",
        "column_list: [more]",
        "column_list: [grp, more]",
        1);
  }

  private void utils() {
    column(
        "accepted_range",
        "amount",
        "min_value: 10",
        "amount",
        "min_value: 10, inclusive: false",
        1);
    column("not_empty_string", "grp", "", "blank", "", 1);
    column("not_null_proportion", "grp", "at_least: 0.8", "grp", "at_least: 0.9", 1);
    column("at_least_one", "grp", "", "nothing", "", 1);
    column("not_constant", "grp", "", "same", "", 1);
    table("expression_is_true", "expression: id > 0", "expression: id > 2", 2);
    column("expression_is_true", "id", "expression: '> 0'", "id", "expression: '> 1'", 1);
    table(
        "recency",
        "field: moment, datepart: day, interval: 1",
        "field: moment, datepart: day, interval: 1, group_by: [grp]",
        1);
    table(
        "unique_combination_of_columns",
        "combination_of_columns: [grp, id]",
        "combination_of_columns: [same, cased]",
        1);
    table(
        "equal_rowcount",
        "compare_model: \"source('raw', 't')\"",
        "compare_model: \"source('raw', 'other')\"",
        1);
  }
}
