package io.alluvium.models.quality;

import io.alluvium.definitions.Similar;
import io.alluvium.models.project.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a data test is run.
 *
 * @param severity what follows from a failure
 * @param inJob whether the test says so itself, which makes a rule about rows part of the job
 * @param where condition of the rows that count
 * @param limit how many failures are counted at most
 * @param storeFailures whether the failing rows become a table
 * @param values as written, for other tools
 */
public record TestConfig(
    Severity severity,
    boolean inJob,
    Threshold warnIf,
    Threshold errorIf,
    Optional<String> where,
    Optional<Long> limit,
    boolean storeFailures,
    boolean enabled,
    List<String> tags,
    Map<String, Object> values) {

  /** Those that are read. */
  static final Set<String> KEYS =
      Set.of(
          "severity",
          "warn_if",
          "error_if",
          "where",
          "limit",
          "store_failures",
          "enabled",
          "tags",
          "meta");

  private static final Map<String, String> REFUSED =
      Map.of(
          "fail_calc", "the number of failing rows is what counts; write a test as SQL instead",
          "store_failures_as", "failures are stored as a table; remove it",
          "schema", "failures are stored in dbt_test__audit; remove it",
          "alias", "failures are stored by the test's name; write name instead",
          "database", "all tables are in the lake; remove it");

  static TestConfig of(Map<String, Object> given, Origin origin) {
    given.keySet().forEach(key -> requireKnown(key, origin));
    Object severity = given.get("severity");
    // dbt takes only its own severities; what it does not know may stand in meta.
    if (given.get("meta") instanceof Map<?, ?> meta && meta.containsKey("severity")) {
      severity = meta.get("severity");
    }
    boolean hasThreshold = given.containsKey("warn_if") || given.containsKey("error_if");
    Map<String, Object> values = new LinkedHashMap<>(given);
    values.putIfAbsent("severity", "ERROR");
    return new TestConfig(
        severity == null ? Severity.ERROR : Severity.of(severity, origin),
        severity != null && !hasThreshold,
        threshold("warn_if", given, origin),
        threshold("error_if", given, origin),
        Optional.ofNullable(given.get("where")).map(Object::toString),
        Optional.ofNullable(given.get("limit")).map(limit -> limit(limit, origin)),
        flag("store_failures", given, false, origin),
        flag("enabled", given, true, origin),
        tags(given.get("tags")),
        values);
  }

  private static void requireKnown(String key, Origin origin) {
    if (REFUSED.containsKey(key)) {
      throw origin.error(
          "configuration '" + key + "' of a data test is not supported: " + REFUSED.get(key));
    } else if (!KEYS.contains(key)) {
      throw origin.error(
          "there is no configuration '" + key + "' of a data test" + Similar.hint(key, KEYS));
    }
  }

  private static Threshold threshold(String key, Map<String, Object> given, Origin origin) {
    Object value = given.get(key);
    return value == null ? Threshold.ANY : Threshold.of(key, value, origin);
  }

  private static long limit(Object value, Origin origin) {
    if (value instanceof Number number && number.longValue() > 0) {
      return number.longValue();
    }
    throw origin.error("limit must be a whole number above 0, not '" + value + "'");
  }

  private static boolean flag(
      String key, Map<String, Object> given, boolean otherwise, Origin origin) {
    Object value = given.getOrDefault(key, otherwise);
    if (value instanceof Boolean bool) {
      return bool;
    }
    throw origin.error(key + " must be true or false, not '" + value + "'");
  }

  private static List<String> tags(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return value == null ? List.of() : List.of(value.toString());
  }
}
