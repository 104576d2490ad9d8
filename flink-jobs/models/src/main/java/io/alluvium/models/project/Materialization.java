package io.alluvium.models.project;

/** What becomes of a model. */
public enum Materialization {
  /** Part of those that read it. */
  VIEW,
  /** A Delta table that holds the query's result, changed as the result changes. */
  TABLE,
  /** A Delta table that rows are added to. */
  APPEND,
  /** A Delta table of one row per key, the last that the query gave. */
  MERGE,
  /** A Delta table whose partitions are replaced, each when it is complete. */
  INSERT_OVERWRITE,
  /** A Delta table of all versions of the rows, with the time of each. */
  SNAPSHOT,
  /** A store that serves the rows. */
  PUSH;

  public boolean isDelta() {
    return this != VIEW && this != PUSH;
  }

  /** Whether the table has one row of each unique key, whatever the query gives. */
  public boolean isKeyed() {
    return this == TABLE || this == MERGE;
  }

  /**
   * Whether the table holds other rows than the query gives at the moment, so that models of the
   * same job read the table as well.
   */
  public boolean isReadFromTable() {
    return this == INSERT_OVERWRITE || this == SNAPSHOT;
  }
}
