package io.alluvium.connectors.postgres;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/** A table of a database with its schema, as the catalog spells them. */
@PublicEvolving
public record TableName(String schema, String table) implements Serializable {

  public TableName {
    Objects.requireNonNull(schema);
    Objects.requireNonNull(table);
  }

  /** For SQL. */
  public String quoted() {
    return quote(schema) + "." + quote(table);
  }

  /** An identifier for SQL. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text for SQL. */
  public static String literal(String text) {
    String quoted = "'" + text.replace("'", "''").replace("\\", "\\\\") + "'";
    return text.indexOf('\\') < 0 ? quoted : "E" + quoted;
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
