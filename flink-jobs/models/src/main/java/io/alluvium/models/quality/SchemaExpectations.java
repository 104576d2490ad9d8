package io.alluvium.models.quality;

import static io.alluvium.models.quality.Expectations.EXPECTATIONS;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.flink.table.types.logical.LogicalType;

/** Expectations about the columns of a table. */
final class SchemaExpectations {
  static final List<Expectation> ALL =
      List.of(
          Expectation.of(
              EXPECTATIONS,
              true,
              "expect_column_to_exist",
              "column_index?",
              "The column is there; at that place, from 1 on, where column_index is given.",
              SchemaExpectations::exists),
          type("expect_column_values_to_be_of_type", "column_type", "The column has the type."),
          type(
              "expect_column_values_to_be_in_type_list",
              "column_type_list",
              "The column has one of the types."),
          table(
              "expect_table_column_count_to_equal",
              "value",
              "There are exactly so many columns.",
              call -> count(call, call.whole("value"), call.whole("value"))),
          table(
              "expect_table_column_count_to_be_between",
              "min_value? max_value?",
              "The number of columns lies between two bounds.",
              call ->
                  count(
                      call,
                      call.has("min_value") ? call.whole("min_value") : 0,
                      call.has("max_value") ? call.whole("max_value") : Long.MAX_VALUE)),
          table(
              "expect_table_column_count_to_equal_other_table",
              "compare_model",
              "There are as many columns as in another table.",
              call -> {
                long others = call.other("compare_model").columns().size();
                return count(call, others, others);
              }),
          table(
              "expect_table_columns_to_match_ordered_list",
              "column_list transform?",
              "The columns are those of the list, in its order.",
              SchemaExpectations::orderedList),
          table(
              "expect_table_columns_to_match_set",
              "column_list transform?",
              "The columns are those of the list, in any order.",
              call -> set(call, true)),
          table(
              "expect_table_columns_to_contain_set",
              "column_list transform?",
              "Each column of the list is there.",
              call -> set(call, false)),
          table(
              "expect_table_columns_to_not_contain_set",
              "column_list transform?",
              "No column of the list is there.",
              SchemaExpectations::noneOfSet));

  private SchemaExpectations() {}

  private static Expectation table(
      String name,
      String arguments,
      String description,
      java.util.function.Function<TestCall, Rule> rule) {
    return Expectation.of(EXPECTATIONS, false, name, arguments, description, rule);
  }

  private static Expectation type(String name, String argument, String description) {
    return Expectation.of(
        EXPECTATIONS,
        true,
        name,
        argument,
        description,
        call -> {
          LogicalType type = call.columnType();
          String full = type.copy(true).asSummaryString();
          String root = type.getTypeRoot().name();
          boolean holds =
              call.texts(argument).stream()
                  .anyMatch(
                      wanted ->
                          wanted.equalsIgnoreCase(full)
                              || wanted.equalsIgnoreCase(root)
                              || wanted.equalsIgnoreCase(full.replaceAll("\\(.*", "")));
          return rule(
              holds ? 0 : 1,
              "the type must be " + String.join(" or ", call.texts(argument)) + " and is " + full);
        });
  }

  private static Rule rule(long failures, String message) {
    return new Rule.OfSchema(failures, message);
  }

  private static Rule exists(TestCall call) {
    String name = call.test().column().orElseGet(() -> call.text("column_name"));
    List<String> columns = List.copyOf(call.table().columns().keySet());
    int at = columns.indexOf(name);
    boolean holds = at >= 0 && (!call.has("column_index") || call.whole("column_index") == at + 1);
    return rule(
        holds ? 0 : 1,
        "the column '"
            + name
            + "' must be there"
            + (call.has("column_index") ? " at place " + call.whole("column_index") : "")
            + " and "
            + (at < 0 ? "is not" : "is at place " + (at + 1)));
  }

  private static Rule count(TestCall call, long least, long most) {
    long found = call.table().columns().size();
    return rule(
        found >= least && found <= most ? 0 : 1,
        "the number of columns must be "
            + (least == most
                ? String.valueOf(least)
                : "at least " + least + (most == Long.MAX_VALUE ? "" : " and at most " + most))
            + " and is "
            + found);
  }

  /** In upper case, as dbt_expectations compares by default. */
  private static List<String> cased(TestCall call, Iterable<String> names) {
    String transform = call.text("transform", "upper");
    List<String> cased = new ArrayList<>();
    for (String name : names) {
      cased.add(
          switch (transform) {
            case "upper" -> name.toUpperCase(Locale.ROOT);
            case "lower" -> name.toLowerCase(Locale.ROOT);
            case "none", "" -> name;
            default -> throw call.error("needs upper, lower or none for 'transform'");
          });
    }
    return cased;
  }

  private static Rule orderedList(TestCall call) {
    List<String> wanted = cased(call, call.texts("column_list"));
    List<String> found = cased(call, call.table().columns().keySet());
    return rule(
        wanted.equals(found) ? 0 : 1,
        "the columns must be "
            + String.join(", ", wanted)
            + " and are "
            + String.join(", ", found));
  }

  private static Rule set(TestCall call, boolean noOthers) {
    Set<String> missing = new LinkedHashSet<>(cased(call, call.texts("column_list")));
    Set<String> more = new LinkedHashSet<>(cased(call, call.table().columns().keySet()));
    more.removeAll(cased(call, call.texts("column_list")));
    missing.removeAll(cased(call, call.table().columns().keySet()));
    return rule(
        missing.size() + (noOthers ? more.size() : 0),
        "missing columns: "
            + (missing.isEmpty() ? "none" : String.join(", ", missing))
            + (noOthers
                ? "; columns that are not of the list: "
                    + (more.isEmpty() ? "none" : String.join(", ", more))
                : ""));
  }

  private static Rule noneOfSet(TestCall call) {
    Set<String> there = new LinkedHashSet<>(cased(call, call.texts("column_list")));
    there.retainAll(cased(call, call.table().columns().keySet()));
    return rule(
        there.size(),
        "columns that must not be there: " + (there.isEmpty() ? "none" : String.join(", ", there)));
  }
}
