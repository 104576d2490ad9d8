package io.alluvium.connectors.snowflake;

import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/**
 * Writes changes as lines: the columns, the version, and whether the row is deleted; of a deleted
 * row only the key and these two.
 */
final class RowLines {
  private static final int LONGEST_KEY = 1_000;

  private final List<TableColumn> columns;
  private final List<TableColumn> keys;
  private final boolean keysLead;

  RowLines(TableLayout layout) {
    this.columns = layout.columns();
    this.keys = layout.keys();
    this.keysLead = columns.subList(0, keys.size()).equals(keys);
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

  /** Whether a line begins with what {@link #key} writes: then it need not be written again. */
  boolean beginWithKey() {
    return keysLead;
  }

  /**
   * Writes the values of the key, each with a comma behind it: the same bytes for the same key.
   *
   * @throws BadColumnException where a value does not fit
   */
  void key(RowData change, CsvBuffer into) throws BadColumnException {
    for (TableColumn column : keys) {
      value(change, column, into);
      into.separator();
    }
  }

  /**
   * Writes a line, of which the key is there already where {@link #beginWithKey}.
   *
   * @param version where it is known
   * @throws BadColumnException where a value does not fit; what was written must be cut off then
   */
  void line(RowData change, boolean hasVersion, long version, CsvBuffer into)
      throws BadColumnException {
    // An UPDATE_BEFORE is the last of its key where a filter leaves out what the row became.
    boolean isDeleted =
        change.getRowKind() == RowKind.DELETE || change.getRowKind() == RowKind.UPDATE_BEFORE;
    for (int i = keysLead ? keys.size() : 0; i < columns.size(); i++) {
      TableColumn column = columns.get(i);
      if (column.isKey() || !isDeleted) {
        value(change, column, into);
      }
      into.separator();
    }
    if (hasVersion) {
      into.number(version);
    }
    into.separator();
    into.plain(isDeleted ? "true" : "false");
    into.endOfLine();
  }

  private static void value(RowData change, TableColumn column, CsvBuffer into)
      throws BadColumnException {
    if (change.isNullAt(column.index())) {
      return;
    }
    try {
      column.type().text().write(change, into);
    } catch (BadValueException e) {
      throw new BadColumnException(column.name(), e.getMessage());
    }
  }

  /** The key for messages, shortened where it is long. */
  String keyText(RowData change) {
    CsvBuffer line = new CsvBuffer();
    boolean isFirst = true;
    for (TableColumn column : keys) {
      if (!isFirst) {
        line.separator();
      }
      isFirst = false;
      try {
        value(change, column, line);
      } catch (BadColumnException e) {
        line.plain("?");
      }
    }
    return line.text(0, LONGEST_KEY);
  }
}
