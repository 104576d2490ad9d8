package io.alluvium.connectors.snowflake;

import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/**
 * Writes changes as lines: the columns, the version, and whether the row is deleted; of a deleted
 * row only the key and these two.
 */
final class RowLines {
  private static final int LONGEST_KEY = 1_000;

  private final TableLayout layout;
  private final int versionColumn;

  RowLines(TableLayout layout, int versionColumn) {
    this.layout = layout;
    this.versionColumn = versionColumn;
  }

  /** What cannot be written; the column is a part of it. */
  static final class BadColumnException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String column;

    BadColumnException(String column, String reason) {
      super(reason, null, false, false);
      this.column = column;
    }

    String column() {
      return column;
    }
  }

  /**
   * @throws BadColumnException where a value does not fit; nothing is written then
   */
  void write(RowData change, CsvBuffer into) throws BadColumnException {
    int start = into.length();
    // An UPDATE_BEFORE is the last of its key where a filter leaves out what the row became.
    boolean isDeleted =
        change.getRowKind() == RowKind.DELETE || change.getRowKind() == RowKind.UPDATE_BEFORE;
    for (TableColumn column : layout.columns()) {
      if (!change.isNullAt(column.index()) && (column.isKey() || !isDeleted)) {
        try {
          column.type().text().write(change, into);
        } catch (BadValueException e) {
          into.cut(start);
          throw new BadColumnException(column.name(), e.getMessage());
        }
      }
      into.separator();
    }
    if (!change.isNullAt(versionColumn)) {
      into.number(change.getLong(versionColumn));
    }
    into.separator();
    into.plain(Boolean.toString(isDeleted));
    into.endOfLine();
  }

  /** The key for messages, shortened where it is long. */
  String key(RowData change) {
    CsvBuffer line = new CsvBuffer();
    boolean isFirst = true;
    for (TableColumn column : layout.keys()) {
      if (!isFirst) {
        line.separator();
      }
      isFirst = false;
      try {
        column.type().text().write(change, line);
      } catch (BadValueException e) {
        line.plain("?");
      }
    }
    return line.beginning(LONGEST_KEY);
  }
}
