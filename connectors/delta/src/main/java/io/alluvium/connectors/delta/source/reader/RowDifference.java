package io.alluvium.connectors.delta.source.reader;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.types.RowKind;

/**
 * The changes that lead from the old rows of a commit to the new ones. Rows that are equal in both
 * cancel out, each against one. Of the rest, rows with the same key make an update. Holds the old
 * rows in memory, and those of the new that differ.
 *
 * <p>The order of the changes follows from the order of the rows alone: first the deletions in the
 * order of the old rows, then updates and insertions in the order of the new ones. A key that moved
 * is so deleted before it comes back.
 */
final class RowDifference implements RowComparison {
  private final Function<RowData, BinaryRowData> view;
  private final UnaryOperator<BinaryRowData> keyOf;
  private final boolean keyIsRow;
  private final Map<BinaryRowData, Chain> oldRows = new LinkedHashMap<>();
  private final List<BinaryRowData> newRows = new ArrayList<>();

  private RowDifference(
      Function<RowData, BinaryRowData> view, UnaryOperator<BinaryRowData> keyOf, boolean keyIsRow) {
    this.view = view;
    this.keyOf = keyOf;
    this.keyIsRow = keyIsRow;
  }

  /**
   * @param view makes rows that came binary; may reuse its result
   * @param keyOf takes the primary key out of a row; may reuse its result
   */
  static RowDifference byKey(
      Function<RowData, BinaryRowData> view, UnaryOperator<BinaryRowData> keyOf) {
    return new RowDifference(view, keyOf, false);
  }

  /** For tables without a primary key: there are no updates. */
  static RowDifference byRow(Function<RowData, BinaryRowData> view) {
    return new RowDifference(view, UnaryOperator.identity(), true);
  }

  @Override
  public void addGone(BinaryRowData row, boolean keyOnly) {
    if (keyOnly) {
      throw new IllegalArgumentException("Old images of rows are wanted, not keys alone.");
    }
    BinaryRowData owned = row.copy();
    BinaryRowData key = keyOf.apply(owned);
    Chain rest = oldRows.get(key);
    if (rest == null) {
      oldRows.put(keyIsRow ? owned : key.copy(), new Chain(owned));
    } else {
      rest.append(owned);
    }
  }

  /** Keeps a copy where the row differs from all old ones. */
  private void addNew(BinaryRowData row) {
    BinaryRowData key = keyOf.apply(row);
    Chain candidates = oldRows.get(key);
    if (candidates == null || !candidates.remove(row)) {
      newRows.add(row.copy());
    } else if (candidates.isEmpty()) {
      oldRows.remove(key);
    }
  }

  @Override
  public Iterator<BinaryRowData> changes(Iterator<? extends RowData> come) {
    while (come.hasNext()) {
      BinaryRowData row = view.apply(come.next());
      row.setRowKind(RowKind.INSERT);
      addNew(row);
    }
    return changes().iterator();
  }

  private List<BinaryRowData> changes() {
    List<BinaryRowData> replaced = new ArrayList<>(newRows.size());
    for (BinaryRowData row : newRows) {
      Chain candidates = oldRows.get(keyOf.apply(row));
      replaced.add(candidates == null ? null : candidates.poll());
    }
    List<BinaryRowData> changes = new ArrayList<>(newRows.size() * 2);
    for (Chain rest : oldRows.values()) {
      for (BinaryRowData row = rest.poll(); row != null; row = rest.poll()) {
        changes.add(as(RowKind.DELETE, row));
      }
    }
    for (int i = 0; i < newRows.size(); i++) {
      BinaryRowData before = replaced.get(i);
      if (before == null) {
        changes.add(as(RowKind.INSERT, newRows.get(i)));
      } else {
        changes.add(as(RowKind.UPDATE_BEFORE, before));
        changes.add(as(RowKind.UPDATE_AFTER, newRows.get(i)));
      }
    }
    return changes;
  }

  private static BinaryRowData as(RowKind kind, BinaryRowData row) {
    row.setRowKind(kind);
    return row;
  }

  /** The old rows of a key: one, unless the table breaks its primary key or has none. */
  private static final class Chain {
    @Nullable private BinaryRowData first;
    @Nullable private Deque<BinaryRowData> others;

    Chain(BinaryRowData first) {
      this.first = first;
    }

    void append(BinaryRowData row) {
      if (others == null) {
        others = new ArrayDeque<>();
      }
      others.add(row);
    }

    boolean remove(BinaryRowData row) {
      if (row.equals(first)) {
        poll();
        return true;
      }
      return others != null && others.remove(row);
    }

    boolean isEmpty() {
      return first == null;
    }

    /** The oldest, which leaves the chain; null where there is none. */
    @Nullable
    BinaryRowData poll() {
      BinaryRowData taken = first;
      first = others == null ? null : others.poll();
      return taken;
    }
  }
}
