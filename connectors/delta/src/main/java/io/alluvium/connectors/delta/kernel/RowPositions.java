package io.alluvium.connectors.delta.kernel;

import java.util.BitSet;
import org.apache.flink.annotation.Internal;

/** Positions of rows in a data file; the file's first row is 0. Immutable. */
@Internal
public final class RowPositions {
  private static final RowPositions NONE = new RowPositions(new BitSet());

  private final BitSet positions;

  private RowPositions(BitSet positions) {
    this.positions = positions;
  }

  public static RowPositions none() {
    return NONE;
  }

  public static RowPositions of(long... positions) {
    BitSet set = new BitSet();
    for (long position : positions) {
      set.set(Math.toIntExact(position));
    }
    return new RowPositions(set);
  }

  public boolean contains(long position) {
    return position <= Integer.MAX_VALUE && positions.get((int) position);
  }

  public boolean isEmpty() {
    return positions.isEmpty();
  }

  public long count() {
    return positions.cardinality();
  }

  /** How many are at or after {@code from} and before {@code end}. */
  public long count(long from, long end) {
    int last = (int) Math.min(end, Integer.MAX_VALUE);
    return from >= last ? 0 : positions.get((int) from, last).cardinality();
  }

  /** The first position at or after {@code from}; -1 where there is none. */
  public long next(long from) {
    return from > Integer.MAX_VALUE ? -1 : positions.nextSetBit((int) from);
  }

  /** The first row at or after {@code from} that is not among the positions. */
  public long nextClear(long from) {
    return from > Integer.MAX_VALUE ? from : positions.nextClearBit((int) from);
  }

  /** Those that are not among {@code others}. */
  public RowPositions without(RowPositions others) {
    BitSet rest = (BitSet) positions.clone();
    rest.andNot(others.positions);
    return new RowPositions(rest);
  }
}
