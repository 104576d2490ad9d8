package io.alluvium.testing.capture;

import java.util.List;

/**
 * A table of a PostgreSQL database that is captured.
 *
 * @param key columns that tell rows apart at any time; empty where there are none
 * @param columns that the log has
 */
public record SourceTable(String schema, String name, List<String> key, List<Column> columns) {

  /**
   * A column.
   *
   * @param type of the catalog; of a domain, its base
   */
  public record Column(String name, String type) {}

  /** For SQL. */
  public String quoted() {
    return quote(schema) + "." + quote(name);
  }

  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public String toString() {
    return schema + "." + name;
  }
}
