package io.alluvium.models.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rules about rows that a model's job holds to: rows that break one go to quarantine, are
 * counted, or make the job fail.
 *
 * @param rules in the order of the YAML
 */
public record RowChecks(List<RowCheck> rules) {

  /**
   * One of them.
   *
   * @param name the test's
   * @param severity what happens to a row
   * @param violated true of a row that breaks it
   * @param columns that it looks at, quoted
   * @param must what it asks of them
   */
  public record RowCheck(
      String name, Severity severity, String violated, List<String> columns, String must) {

    static RowCheck of(DataTest test, Rule.OfRows rule) {
      String violated =
          Expectations.where(test)
              .map(condition -> "(" + rule.violated() + " AND (" + condition + ") IS TRUE)")
              .orElse(rule.violated());
      return new RowCheck(
          test.name(), test.config().severity(), violated, rule.columns(), rule.must());
    }

    /** What is wrong, with the values, as SQL. */
    String reason() {
      if (columns.isEmpty()) {
        return SqlLiterals.text(must);
      }
      String values =
          columns.stream()
              .map(
                  column ->
                      SqlLiterals.text(column.replace("`", "") + " = ")
                          + ", COALESCE(CAST("
                          + column
                          + " AS STRING), 'null')")
              .collect(Collectors.joining(", ', ', "));
      return "CONCAT(" + values + ", " + SqlLiterals.text(" " + must) + ")";
    }
  }

  boolean has(Severity severity) {
    return rules.stream().anyMatch(rule -> rule.severity() == severity);
  }

  /** Whether rows may go to quarantine. */
  public boolean quarantines() {
    return has(Severity.QUARANTINE);
  }

  /** Whether rows are counted or make the job fail. */
  public boolean observes() {
    return has(Severity.WARN) || has(Severity.ERROR);
  }

  /** True of rows that break a rule of the severity, never null. */
  String violated(Severity... severities) {
    return of(severities).stream().map(RowCheck::violated).collect(Collectors.joining(" OR "));
  }

  private List<RowCheck> of(Severity... severities) {
    List<Severity> wanted = List.of(severities);
    return rules.stream().filter(rule -> wanted.contains(rule.severity())).toList();
  }

  /** The names of the rules that a row breaks. */
  String names(String separator, Severity severity) {
    return joined(separator, rule -> SqlLiterals.text(rule.name()), severity);
  }

  /** What is wrong with a row. */
  String reasons(String separator, Severity... severities) {
    return joined(separator, RowCheck::reason, severities);
  }

  /** CONCAT_WS leaves out what is null: the rules that hold. */
  private String joined(String separator, Function<RowCheck, String> text, Severity... of) {
    List<String> parts = new ArrayList<>();
    for (RowCheck rule : of(of)) {
      parts.add("CASE WHEN " + rule.violated() + " THEN " + text.apply(rule) + " END");
    }
    return parts.isEmpty()
        ? "CAST(NULL AS STRING)"
        : "CONCAT_WS(" + SqlLiterals.text(separator) + ", " + String.join(", ", parts) + ")";
  }
}
