package io.alluvium.connectors.snowflake;

import java.io.Serializable;

/**
 * A column of the table.
 *
 * @param index in the row
 */
record TableColumn(String name, int index, ColumnType type, boolean isKey) implements Serializable {

  String quoted() {
    return Identifiers.quoted(name);
  }
}
