package io.alluvium.cdc.capture;

import java.io.Serializable;

/** A table of the source with its schema; in MySQL, with its database. */
public record TableName(String schema, String table)
    implements Serializable, Comparable<TableName> {

  /** As SQL takes it. */
  public String quoted() {
    return quote(schema) + "." + quote(table);
  }

  /** An identifier as SQL takes it. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public int compareTo(TableName other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema == 0 ? table.compareTo(other.table) : bySchema;
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
