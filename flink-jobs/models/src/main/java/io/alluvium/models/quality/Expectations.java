package io.alluvium.models.quality;

import io.alluvium.definitions.Similar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All kinds of data tests, by name. */
public final class Expectations {
  static final String DBT = "";
  static final String EXPECTATIONS = "dbt_expectations";
  static final String UTILS = "dbt_utils";

  /** What every test takes. */
  static final Set<String> COMMON = Set.of("row_condition", "column_name", "model");

  private static final Map<String, Expectation> BY_NAME = byName();

  private Expectations() {}

  private static Map<String, Expectation> byName() {
    Map<String, Expectation> byName = new LinkedHashMap<>();
    for (List<Expectation> family :
        List.of(
            RowExpectations.ALL,
            ValueExpectations.ALL,
            QueryExpectations.ALL,
            SchemaExpectations.ALL)) {
      family.forEach(one -> byName.put(one.fullName(), one));
    }
    return byName;
  }

  public static Collection<Expectation> all() {
    return BY_NAME.values();
  }

  /** The kind that a test is of; empty for those of the project's own. */
  public static Optional<Expectation> of(DataTest test) {
    // Great Expectations' names are known without their package too.
    return test.namespace().isPresent()
        ? Optional.ofNullable(BY_NAME.get(test.namespace().get() + "." + test.kind()))
        : Optional.ofNullable(BY_NAME.get(test.kind()))
            .or(() -> Optional.ofNullable(BY_NAME.get(EXPECTATIONS + "." + test.kind())));
  }

  /** Throws at a test's place where it has an argument that it does not take, or lacks one. */
  static void requireArguments(Expectation expectation, DataTest test) {
    List<String> known = new ArrayList<>(COMMON);
    expectation.arguments().forEach(argument -> known.add(argument.name()));
    for (String given : test.arguments().keySet()) {
      if (!known.contains(given)) {
        throw error(test, "has no argument '" + given + "'" + Similar.hint(given, known));
      }
    }
    for (Expectation.Argument argument : expectation.arguments()) {
      if (argument.required() && !test.arguments().containsKey(argument.name())) {
        throw error(test, "needs the argument '" + argument.name() + "'");
      }
    }
  }

  static RuntimeException error(DataTest test, String problem) {
    return test.origin().error("data test '" + test.kind() + "' " + problem);
  }

  /** The condition of the rows that count, of both places that may give one. */
  public static Optional<String> where(DataTest test) {
    List<String> conditions = new ArrayList<>();
    test.config().where().ifPresent(conditions::add);
    Optional.ofNullable(test.arguments().get("row_condition"))
        .ifPresent(condition -> conditions.add(condition.toString()));
    return conditions.isEmpty()
        ? Optional.empty()
        : Optional.of("(" + String.join(") AND (", conditions) + ")");
  }

  /** To throw where no kind has the test's name. */
  static RuntimeException unknown(DataTest test, Collection<String> own) {
    List<String> names = new ArrayList<>(BY_NAME.keySet());
    names.addAll(own);
    String full = test.namespace().map(space -> space + ".").orElse("") + test.kind();
    String nearest = Similar.hint(full, names);
    return test.origin()
        .error(
            "there is no data test '"
                + full
                + "'"
                + (nearest.startsWith("; there are")
                    ? "; docs/data-tests.md lists them, and a test of your own is a"
                        + " {% test %} in tests/generic"
                    : nearest));
  }
}
