package io.alluvium.connectors.redis;

/**
 * The last change of a row, whose values are in a buffer: from {@code from} to {@code absent} what
 * its layout writes, and from there to {@code to} the names of fields that are to go.
 *
 * @param versioned whether it has a version
 * @param version larger for a newer change
 * @param values how many there are; {@link #DELETED} where the row was deleted
 * @param absences how many fields are to go
 */
record RowChange(
    boolean versioned, long version, int values, int absences, int from, int absent, int to) {
  static final int DELETED = -1;

  boolean isDelete() {
    return values == DELETED;
  }
}
