package io.alluvium.demo.reconciliation;

import io.alluvium.connectors.snowflake.SnowflakeSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.types.Row;

/**
 * A table in Snowflake.
 *
 * @param login the connector's options that say where and as whom
 * @param keyColumns of texts and days
 */
record SnowflakeTable(Configuration login, String table, List<String> keyColumns)
    implements ServedTable {

  @Override
  public String name() {
    return "snowflake " + table;
  }

  /** Before its first flush there is none. */
  private boolean exists() {
    return !run("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = '"
            + table
            + "'")
        .rows()
        .isEmpty();
  }

  @Override
  public List<Map<String, String>> rows(List<List<String>> keys) {
    if (!exists()) {
      return keys.stream().map(key -> Map.<String, String>of()).toList();
    }
    String wanted =
        keys.stream()
            .map(key -> "'" + String.join("|", key).replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    SnowflakeSession.Result result =
        run(
            "SELECT "
                + keyText()
                + " AS KEY_TEXT, T.* FROM "
                + table
                + " T WHERE "
                + keyText()
                + " IN ("
                + wanted
                + ")");
    Map<String, Map<String, String>> byKey = new HashMap<>();
    for (Row found : result.rows()) {
      Map<String, String> row = new HashMap<>();
      for (int i = 1; i < result.names().size(); i++) {
        if (found.getField(i) != null) {
          row.put(result.names().get(i).toLowerCase(Locale.ROOT), found.<String>getFieldAs(i));
        }
      }
      byKey.put(found.getFieldAs(0), row);
    }
    return keys.stream().map(key -> byKey.getOrDefault(String.join("|", key), Map.of())).toList();
  }

  private String keyText() {
    return keyColumns.stream()
        .map(column -> "T." + column + "::VARCHAR")
        .collect(Collectors.joining(" || '|' || "));
  }

  @Override
  public long count() {
    if (!exists()) {
      return 0;
    }
    String count = run("SELECT COUNT(*) AS N FROM " + table).rows().get(0).getFieldAs(0);
    return Long.parseLong(count);
  }

  private SnowflakeSession.Result run(String sql) {
    try (SnowflakeSession session = SnowflakeSession.open(login)) {
      return session.run(sql);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
