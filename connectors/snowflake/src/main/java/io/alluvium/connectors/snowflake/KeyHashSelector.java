package io.alluvium.connectors.snowflake;

import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.table.data.RowData;

/** The hash by which a change goes to its task. */
final class KeyHashSelector implements KeySelector<RowData, Integer> {
  private static final long serialVersionUID = 1L;

  private final TableLayout layout;
  private transient RowLines rowLines;
  private transient KeyHash keyHash;
  private transient CsvBuffer key;

  KeyHashSelector(TableLayout layout) {
    this.layout = layout;
  }

  @Override
  public Integer getKey(RowData row) {
    if (rowLines == null) {
      rowLines = new RowLines(layout);
      keyHash = new KeyHash();
      key = new CsvBuffer();
    }
    key.cut(0);
    try {
      rowLines.key(row, key);
    } catch (RowLines.BadColumnException e) {
      // It becomes a letter, or the reason of a failure, whichever task has it.
      return 0;
    }
    return keyHash.of(key.bytes(), 0, key.length());
  }
}
