package io.alluvium.models.selection;

/** The kinds of tests, as {@code test_type:} names them. */
public enum TestType {
  /** A model run on given rows. */
  UNIT,
  /** A condition on a table's rows, of the YAML. */
  GENERIC,
  /** A SQL file below the folders of tests. */
  SINGULAR;

  /** Whether {@code test_type:value} means it; {@code data} means all but unit tests. */
  boolean isMeantBy(String value) {
    return switch (value) {
      case "unit" -> this == UNIT;
      case "data" -> this != UNIT;
      case "generic" -> this == GENERIC;
      case "singular" -> this == SINGULAR;
      default ->
          throw new SelectionException(
              "There is no 'test_type:" + value + "'; there are unit, data, generic and singular");
    };
  }
}
