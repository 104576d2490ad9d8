package io.alluvium.connectors.delta.source.reader;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.types.RowKind;

/**
 * The newest rows of keys, then the deletion of keys without one. Holds the rows that went in
 * memory, or their keys where that is all that is known; those that came pass through. A row that
 * came back as it was is left out.
 */
final class UpsertComparison implements RowComparison {
  private final Function<RowData, BinaryRowData> view;
  private final UnaryOperator<BinaryRowData> keyOf;
  private final Map<BinaryRowData, Gone> gone = new LinkedHashMap<>();

  private record Gone(BinaryRowData row, boolean keyOnly) {}

  /**
   * @param view makes rows that came binary; may reuse its result
   * @param keyOf takes the primary key out of a row; may reuse its result
   */
  UpsertComparison(Function<RowData, BinaryRowData> view, UnaryOperator<BinaryRowData> keyOf) {
    this.view = view;
    this.keyOf = keyOf;
  }

  @Override
  public void addGone(BinaryRowData row, boolean keyOnly) {
    BinaryRowData owned = row.copy();
    gone.put(keyOf.apply(owned).copy(), new Gone(owned, keyOnly));
  }

  @Override
  public Iterator<BinaryRowData> changes(Iterator<? extends RowData> come) {
    return new Iterator<>() {
      @Nullable private BinaryRowData next;
      @Nullable private Iterator<Gone> deleted;

      @Override
      public boolean hasNext() {
        while (next == null && come.hasNext()) {
          next = change(view.apply(come.next()));
        }
        if (next == null) {
          if (deleted == null) {
            deleted = gone.values().iterator();
          }
          if (deleted.hasNext()) {
            next = deleted.next().row();
            next.setRowKind(RowKind.DELETE);
          }
        }
        return next != null;
      }

      @Override
      public BinaryRowData next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        BinaryRowData taken = next;
        next = null;
        return taken;
      }
    };
  }

  /** What a row that came means; null where it is the same as the one that went. */
  @Nullable
  private BinaryRowData change(BinaryRowData row) {
    row.setRowKind(RowKind.INSERT);
    Gone before = gone.remove(keyOf.apply(row));
    if (before != null && !before.keyOnly() && before.row().equals(row)) {
      return null;
    }
    BinaryRowData change = row.copy();
    change.setRowKind(before == null ? RowKind.INSERT : RowKind.UPDATE_AFTER);
    return change;
  }
}
