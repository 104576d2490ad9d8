package io.alluvium.models.project;

import java.util.Locale;

/** What happens when the columns of a model's query are not those of its table. */
public enum OnSchemaChange {
  /** The model does not run. */
  FAIL,
  /** Columns that the table lacks are left out; those that the query lacks are null. */
  IGNORE,
  /** Columns that the table lacks are added; those that the query lacks are null. */
  APPEND_NEW_COLUMNS,
  /** The table's columns become those of the query. */
  SYNC_ALL_COLUMNS;

  static OnSchemaChange of(Setting setting) {
    for (OnSchemaChange one : values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(setting.text())) {
        return one;
      }
    }
    throw setting.error(
        "must be fail, ignore, append_new_columns or sync_all_columns, not '"
            + setting.text()
            + "'");
  }
}
