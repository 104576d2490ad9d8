package io.alluvium.models.quality;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Many tests of one table as few queries, mostly one: what all rules about rows and values need is
 * one aggregation, and the others read the same scan of the table.
 */
public final class FusedTests {
  /** The planner's time grows faster than the query. */
  private static final int MAX_PARTS = 8;

  private final String table;
  private final List<String> columns = new ArrayList<>(List.of("COUNT(*) AS c0"));
  private final List<String> outputs = new ArrayList<>(List.of("CAST(c0 AS STRING)"));
  private final List<String> parts = new ArrayList<>();
  private final Map<Object, Place> places = new LinkedHashMap<>();

  public FusedTests(String table) {
    this.table = table;
  }

  /** Where the result of a test is: its first value counts the failures. */
  private record Place(int part, int at, boolean hasValue) {}

  /**
   * What was found.
   *
   * @param value of a rule about one, as text
   */
  public record Found(long failures, Optional<String> value) {}

  /** Adds a test under a key of its own. */
  public void add(Object key, Rule rule, Optional<String> where) {
    if (rule instanceof Rule.OfRows ofRows) {
      String condition =
          where
              .map(counted -> "(" + ofRows.violated() + ") AND (" + counted + ")")
              .orElse(ofRows.violated());
      String column = column("COUNT(CASE WHEN " + condition + " THEN 1 END)");
      places.put(key, new Place(0, outputs.size(), false));
      outputs.add("CAST(" + column + " AS STRING)");
    } else if (rule instanceof Rule.OfValue ofValue && !ofValue.distinct() && where.isEmpty()) {
      String column = column(ofValue.value());
      places.put(key, new Place(0, outputs.size(), true));
      outputs.addAll(verdict(ofValue, column));
    } else if (rule instanceof Rule.OfValue ofValue) {
      places.put(key, new Place(parts.size() + 1, 0, true));
      parts.add(
          "ARRAY["
              + String.join(", ", verdict(ofValue, "v"))
              + "] AS found FROM (SELECT "
              + ofValue.value()
              + " AS v FROM "
              + FailingRows.rows(table, where)
              + ")");
    } else {
      FailingRows.query(rule, table, where).ifPresent(query -> addQuery(key, query));
    }
  }

  /** Adds a query whose rows are the failures. */
  public void addQuery(Object key, String query) {
    places.put(key, new Place(parts.size() + 1, 0, false));
    parts.add("ARRAY[CAST(COUNT(*) AS STRING)] AS found FROM (" + query + "\n)");
  }

  private String column(String aggregate) {
    String name = "c" + columns.size();
    columns.add(aggregate + " AS " + name);
    return name;
  }

  private static List<String> verdict(Rule.OfValue rule, String column) {
    String holds = rule.holds().replaceAll("\\bv\\b", column);
    return List.of(
        "CASE WHEN (" + holds + ") IS TRUE THEN '0' ELSE '1' END",
        "CAST(" + column + " AS STRING)");
  }

  public boolean isEmpty() {
    return places.isEmpty();
  }

  /** Queries that give rows of a number of a part and what it found. */
  public List<String> queries() {
    List<String> selects = new ArrayList<>();
    if (!table.isEmpty()) {
      selects.add(
          "SELECT 0 AS part, ARRAY["
              + String.join(", ", outputs)
              + "] AS found FROM (SELECT "
              + String.join(", ", columns)
              + " FROM "
              + table
              + ")");
    }
    for (int i = 0; i < parts.size(); i++) {
      selects.add("SELECT " + (i + 1) + " AS part, " + parts.get(i));
    }
    List<String> queries = new ArrayList<>();
    for (int i = 0; i < selects.size(); i += MAX_PARTS) {
      queries.add(
          String.join(
              "\nUNION ALL\n", selects.subList(i, Math.min(i + MAX_PARTS, selects.size()))));
    }
    return queries;
  }

  /**
   * @param rows what the query gave, by part
   */
  public Found found(Object key, Map<Integer, String[]> rows) {
    Place place = places.get(key);
    String[] found = rows.get(place.part());
    return new Found(
        Long.parseLong(found[place.at()]),
        place.hasValue() ? Optional.ofNullable(found[place.at() + 1]) : Optional.empty());
  }

  /** How many rows the table has. */
  public static long rowCount(Map<Integer, String[]> rows) {
    return Long.parseLong(rows.get(0)[0]);
  }
}
