package io.alluvium.models.quality;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of data test.
 *
 * @param packageName that has it in dbt; empty for those of dbt itself
 * @param ofColumn whether it is given to a column
 * @param arguments that it takes, beside those that all take
 * @param description what it expects, for people
 * @param rule makes the SQL of a call
 */
public record Expectation(
    String packageName,
    String name,
    boolean ofColumn,
    List<Argument> arguments,
    String description,
    Function<TestCall, Rule> rule) {

  /** One of what a test is given. */
  public record Argument(String name, boolean required) {
    static Argument of(String text) {
      return text.endsWith("?")
          ? new Argument(text.substring(0, text.length() - 1), false)
          : new Argument(text, true);
    }
  }

  /**
   * @param arguments names apart by blanks; with a question mark for those that may be absent
   */
  static Expectation of(
      String packageName,
      boolean ofColumn,
      String name,
      String arguments,
      String description,
      Function<TestCall, Rule> rule) {
    return new Expectation(
        packageName,
        name,
        ofColumn,
        arguments.isEmpty()
            ? List.of()
            : Arrays.stream(arguments.split(" ")).map(Argument::of).toList(),
        description,
        rule);
  }

  /** As it is written in YAML. */
  public String fullName() {
    return packageName.isEmpty() ? name : packageName + "." + name;
  }
}
