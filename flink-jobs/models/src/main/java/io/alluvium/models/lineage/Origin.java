package io.alluvium.models.lineage;

/**
 * A column of a table that something comes from.
 *
 * @param schema the table's layer
 */
public record Origin(String schema, String table, String column, ColumnUse use) {
  public Origin as(ColumnUse other) {
    return new Origin(schema, table, column, other);
  }
}
