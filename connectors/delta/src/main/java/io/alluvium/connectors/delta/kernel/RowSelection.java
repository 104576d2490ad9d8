package io.alluvium.connectors.delta.kernel;

/** Which rows of a file are wanted. */
sealed interface RowSelection {

  static RowSelection allBut(RowPositions deleted) {
    return new AllBut(deleted);
  }

  static RowSelection only(RowPositions wanted) {
    return new Only(wanted);
  }

  /** The first wanted row at or after {@code row}; {@link Long#MAX_VALUE} where there is none. */
  long next(long row);

  /** See {@link #allBut}. */
  record AllBut(RowPositions deleted) implements RowSelection {
    @Override
    public long next(long row) {
      return deleted.nextClear(row);
    }
  }

  /** See {@link #only}. */
  record Only(RowPositions wanted) implements RowSelection {
    @Override
    public long next(long row) {
      long next = wanted.next(row);
      return next < 0 ? Long.MAX_VALUE : next;
    }
  }
}
