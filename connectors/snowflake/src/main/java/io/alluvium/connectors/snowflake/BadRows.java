package io.alluvium.connectors.snowflake;

/** What becomes of rows that do not fit, by the policy: a letter of each, or an end of the job. */
final class BadRows {
  private static final int MOST = 1_000;

  private final String table;
  private final BadValues policy;
  private int count;

  BadRows(String table, BadValues policy) {
    this.table = table;
    this.policy = policy;
  }

  /**
   * Fails before the row is in any state: then another query may go on from there.
   *
   * @throws SnowflakeException where the policy says so, or there are more than a thousand since
   *     {@link #clear}
   */
  DeadLetter letter(String key, RowLines.BadColumnException reason) throws SnowflakeException {
    if (policy == BadValues.FAIL) {
      throw new SnowflakeException(
          "Row "
              + key
              + " does not fit into Snowflake table "
              + table
              + ": column '"
              + reason.column()
              + "', "
              + reason.getMessage()
              + ". Shorten it in the query, or set 'bad-values' = 'dead-letter'.");
    }
    count++;
    if (count > MOST) {
      throw new SnowflakeException(
          "More than "
              + MOST
              + " rows of one flush do not fit into Snowflake table "
              + table
              + ", the last in column '"
              + reason.column()
              + "': "
              + reason.getMessage()
              + ". Mend the query.");
    }
    return new DeadLetter(key, reason.column(), reason.getMessage());
  }

  /** Those so far are taken. */
  void clear() {
    count = 0;
  }
}
