package io.alluvium.connectors.snowflake;

import java.io.Serializable;
import java.util.List;

/**
 * The names and columns of what the sink writes. Names are plain capitals.
 *
 * @param view what readers read
 */
record TableLayout(
    String database,
    String schema,
    String view,
    String ledger,
    String stage,
    String deadLetters,
    List<TableColumn> columns)
    implements Serializable {

  /** All rows, the deleted ones included, with what the sink must know of them. */
  String rows() {
    return view + "__ROWS";
  }

  /** Where files are loaded to. */
  String load() {
    return view + "__LOAD";
  }

  /** All that there is of the sink, and the view. */
  List<String> tables() {
    return List.of(rows(), load(), view, ledger, deadLetters);
  }

  List<TableColumn> keys() {
    return columns.stream().filter(TableColumn::isKey).toList();
  }

  String fullName() {
    return database + "." + schema + "." + view;
  }
}
