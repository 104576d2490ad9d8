package io.alluvium.models.quality.lake;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** The tables {@code raw.t} and {@code raw.other} of the cases, and the YAML that tests them. */
public final class ExpectationLake {
  private ExpectationLake() {}

  /**
   * Writes the tables.
   *
   * @param path of a lake that does not have them, as a URI
   */
  public static void create(String path) throws Exception {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    tables.executeSql("CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '" + path + "')");
    tables.useCatalog("lake");
    tables.executeSql("CREATE DATABASE `raw`");
    tables.executeSql("CREATE TABLE `raw`.t (" + ExpectationCases.COLUMNS + ")");
    tables.executeSql("CREATE TABLE `raw`.other (" + ExpectationCases.OTHER_COLUMNS + ")");
    tables
        .createStatementSet()
        .addInsertSql(
            "INSERT INTO `raw`.t " + select(ExpectationCases.COLUMNS, ExpectationCases.ROWS))
        .addInsertSql(
            "INSERT INTO `raw`.other "
                + select(ExpectationCases.OTHER_COLUMNS, ExpectationCases.OTHER_ROWS))
        .execute()
        .await();
  }

  private static String select(String columns, List<String> rows) {
    String[] types = columns.split(", (?=[a-z])");
    return rows.stream().map(row -> row(types, row.split(", "))).collect(joining(" UNION ALL "));
  }

  private static String row(String[] types, String[] values) {
    return IntStream.range(0, types.length)
        .mapToObj(
            i ->
                "CAST("
                    + values[i]
                        .replace("{now}", "CURRENT_TIMESTAMP")
                        .replace("{old}", "CURRENT_TIMESTAMP - INTERVAL '30' DAY")
                    + " AS "
                    + types[i].substring(types[i].indexOf(' ') + 1)
                    + ")")
        .collect(joining(", ", "SELECT ", ""));
  }

  /** A file of a project that gives the tests to the tables. */
  public static String yaml(List<ExpectationCases.Call> calls) {
    Map<String, List<String>> byColumn = new LinkedHashMap<>();
    for (ExpectationCases.Call call : calls) {
      byColumn.computeIfAbsent(call.column(), column -> new ArrayList<>()).add(call.yaml());
    }
    StringBuilder yaml = new StringBuilder("sources:\n- name: raw\n  tables:\n  - {name: other}\n");
    yaml.append("  - name: t\n    data_tests:\n");
    byColumn.remove("").forEach(test -> yaml.append("    - ").append(test).append('\n'));
    yaml.append("    columns:\n");
    byColumn.forEach(
        (column, tests) -> {
          yaml.append("    - name: ").append(column).append("\n      data_tests:\n");
          tests.forEach(test -> yaml.append("      - ").append(test).append('\n'));
        });
    return yaml.toString();
  }
}
