package io.alluvium.connectors.snowflake;

import java.io.Serializable;

/**
 * What a column is in Snowflake, and how it gets there.
 *
 * @param definition such as {@code NUMBER(10,2)}
 * @param load what COPY makes of the text of the file, with {@code %s} in its place
 * @param text writes that text
 */
record ColumnType(String definition, String load, ValueText text) implements Serializable {

  static ColumnType cast(String definition, ValueText text) {
    return new ColumnType(definition, "%s::" + definition, text);
  }

  static ColumnType json(String definition, ValueText text) {
    return new ColumnType(
        definition,
        definition.equals("VARIANT") ? "PARSE_JSON(%s)" : "PARSE_JSON(%s)::" + definition,
        text);
  }
}
