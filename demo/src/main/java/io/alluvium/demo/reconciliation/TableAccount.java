package io.alluvium.demo.reconciliation;

/**
 * What became of the rows that came into a table.
 *
 * @param in rows that came in, from the source or from the layer before
 * @param now rows that are there
 * @param deadLetters rows of those that came in that are in {@code ops.dead_letters}
 * @param differences rows that are missing, too many or of other values than they should be
 * @param explanation how {@code in} becomes {@code now}
 */
public record TableAccount(
    String table, long in, long now, long deadLetters, long differences, String explanation) {

  public boolean accounted() {
    return differences == 0;
  }
}
