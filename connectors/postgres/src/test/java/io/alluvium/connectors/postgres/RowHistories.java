package io.alluvium.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.testing.LakeTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The histories of rows that a {@link Changer} changes, each by steps of one: so a change that is
 * lost or doubled shows as a gap or a repeat in its row's history. The snapshot's row, of which
 * there is one, lies somewhere in it.
 */
final class RowHistories {
  private final LakeTable changes;
  private final Database database;
  private final List<String> tables;

  RowHistories(LakeTable changes, Database database, List<String> tables) {
    this.changes = changes;
    this.database = database;
    this.tables = tables;
  }

  /** The last version of every row is there. */
  void assertComplete() throws Exception {
    for (String table : tables) {
      Map<Integer, Integer> latest = new TreeMap<>();
      rows(table).forEach(row -> latest.merge(field(row, "id"), field(row, "version"), Math::max));
      assertThat(latest).as(table).isEqualTo(versions(table));
    }
  }

  /** All versions are there, each once. */
  void assertExact(String description) throws Exception {
    for (String table : tables) {
      assertHistory(description + ", " + table, rows(table), versions(table));
    }
  }

  private Map<Integer, Integer> versions(String table) throws SQLException {
    return database.pairs("SELECT id, version FROM " + table);
  }

  private List<Map<String, Object>> rows(String table) throws Exception {
    return changes.rows().stream()
        .filter(row -> row.get("table").equals("public." + table))
        .toList();
  }

  private static int field(Map<String, Object> row, String name) {
    return Arrays.stream(((String) row.get("row")).split(" "))
        .filter(part -> part.startsWith(name + "="))
        .map(part -> (int) Double.parseDouble(part.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static void assertHistory(
      String description, List<Map<String, Object>> changes, Map<Integer, Integer> expected) {
    Map<Integer, List<Map<String, Object>>> histories =
        changes.stream()
            .collect(
                Collectors.groupingBy(row -> field(row, "id"), TreeMap::new, Collectors.toList()));
    assertThat(histories.keySet()).as(description).isEqualTo(expected.keySet());
    histories.forEach(
        (id, rows) -> {
          List<Map<String, Object>> ordered = new ArrayList<>(rows);
          ordered.sort(Comparator.comparing(row -> (Long) row.get("sequence")));
          String history =
              description
                  + ", row "
                  + id
                  + ": "
                  + ordered.stream()
                      .map(row -> row.get("op") + " " + row.get("row") + "@" + row.get("sequence"))
                      .toList();
          assertThat(ordered)
              .as(history)
              .extracting(row -> row.get("sequence"))
              .doesNotHaveDuplicates();
          assertThat(ordered.get(0)).as(history).containsEntry("op", "READ");
          int inSnapshot = field(ordered.get(0), "version");
          int version = ordered.size() == 1 ? inSnapshot + 1 : field(ordered.get(1), "version");
          assertThat(version).as(history).isBetween(0, inSnapshot + 1);
          for (Map<String, Object> row : ordered.subList(1, ordered.size())) {
            assertThat(field(row, "version")).as(history).isEqualTo(version++);
          }
          assertThat(version - 1).as(history).isEqualTo(expected.get(id));
        });
  }
}
