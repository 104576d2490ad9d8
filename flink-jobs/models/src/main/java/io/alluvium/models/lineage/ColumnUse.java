package io.alluvium.models.lineage;

/** How a column is used, in the words of OpenLineage. */
public enum ColumnUse {
  /** As it is. */
  IDENTITY(true),
  /** Computed from it, row by row. */
  TRANSFORMATION(true),
  /** Computed from it over many rows. */
  AGGREGATION(true),
  /** Decides which of several values it is. */
  CONDITIONAL(false),
  /** Says which rows a window function sees, and in which order. */
  WINDOW(false),
  /** Decides whether a row is there. */
  FILTER(false),
  /** Decides which rows meet. */
  JOIN(false),
  /** Decides which rows become one. */
  GROUP_BY(false),
  /** Decides which rows are the first ones. */
  SORT(false);

  private final boolean direct;

  ColumnUse(boolean direct) {
    this.direct = direct;
  }

  /** Whether values come from it, and do not only depend on it. */
  public boolean isDirect() {
    return direct;
  }

  /** The use of a column within a value that something is computed from. */
  public ColumnUse within(ColumnUse computation) {
    return direct && this != AGGREGATION ? computation : this;
  }
}
