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
  /** A store that serves the rows. */
  PUSH;

  public boolean isDelta() {
    return this == TABLE || this == APPEND || this == MERGE;
  }
}
