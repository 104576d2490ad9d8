package io.alluvium.connectors.snowflake;

import javax.annotation.Nullable;

/**
 * What lines of CSV depend on: the columns in their order with their types, which are the key, and
 * which is the version. Lines of one are not to be read as those of another.
 */
record LineLayout(String text) {

  /**
   * @param version null where rows have none
   */
  static LineLayout of(TableLayout layout, @Nullable RowVersion version) {
    StringBuilder text = new StringBuilder();
    for (TableColumn column : layout.columns()) {
      text.append(column.name())
          .append(' ')
          .append(column.type().definition())
          .append(column.isKey() ? " key" : "")
          .append(version != null && version.index() == column.index() ? " version" : "")
          .append('\n');
    }
    return new LineLayout(text.toString());
  }

  /** That lines of another layout wait, and what to do about it. */
  SnowflakeException refusal(LineLayout former) {
    return new SnowflakeException(
        "Changes wait in the job's state with the columns\n"
            + former.text
            + "and the table has now\n"
            + text
            + "Let the job with the former columns end or stop with --drain first, or run this one"
            + " without its state.");
  }
}
