package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.DeltaConnectorOptions;
import io.alluvium.connectors.delta.DeltaException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/**
 * Columns of which a null in a change means: keep the value that the row has.
 *
 * <p>Changes that wait to be written have one of three kinds. {@code UPDATE_AFTER} goes onto
 * whatever is stored, {@code INSERT} replaces it, since the row was deleted before, {@code DELETE}
 * deletes it. The kinds with which changes arrive only tell whether they delete.
 */
@Internal
public final class PartialUpdate implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Stands for all columns that are not of the primary key. */
  public static final String ALL_COLUMNS = "*";

  private final RowType rowType;
  private final int[] kept;
  private final RowData.FieldGetter[] getters;

  private transient RowDataSerializer serializer;

  private PartialUpdate(RowType rowType, int[] kept) {
    this.rowType = rowType;
    this.kept = kept;
    this.getters = new RowData.FieldGetter[rowType.getFieldCount()];
    for (int i = 0; i < getters.length; i++) {
      getters[i] = RowData.createFieldGetter(rowType.getTypeAt(i), i);
    }
  }

  /** A null is a null, in every column. */
  public static PartialUpdate none(RowType rowType) {
    return new PartialUpdate(rowType, new int[0]);
  }

  /**
   * @param columns by name, or {@link #ALL_COLUMNS}
   * @throws DeltaException where a column is not there, or part of the primary key
   */
  public static PartialUpdate of(
      String tablePath, RowType rowType, List<String> primaryKey, List<String> columns) {
    List<Integer> kept = new ArrayList<>();
    for (String column : columns) {
      if (column.equals(ALL_COLUMNS)) {
        for (int i = 0; i < rowType.getFieldCount(); i++) {
          if (!primaryKey.contains(rowType.getFieldNames().get(i))) {
            kept.add(i);
          }
        }
        continue;
      }
      int position = rowType.getFieldIndex(column);
      if (position < 0 || primaryKey.contains(column)) {
        throw new DeltaException(
            String.format(
                "Table %s: '%s' names %s, which is %s. Name columns outside of the primary key, or"
                    + " '%s' for all of them.",
                tablePath,
                DeltaConnectorOptions.WRITE_PARTIAL_UPDATE_COLUMNS.key(),
                column,
                position < 0 ? "no column of the rows" : "a column of the primary key",
                ALL_COLUMNS));
      }
      kept.add(position);
    }
    return new PartialUpdate(rowType, kept.stream().mapToInt(i -> i).distinct().toArray());
  }

  public boolean isNone() {
    return kept.length == 0;
  }

  /** Whether the change cannot be written without the row that is stored, if there is one. */
  public boolean needsStored(RowData change) {
    return change.getRowKind() == RowKind.UPDATE_AFTER && hasGaps(change);
  }

  private boolean hasGaps(RowData change) {
    for (int position : kept) {
      if (change.isNullAt(position)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The one change that does the same as two.
   *
   * @param earlier what this method returned for the key, where that was not written yet
   * @param change whose kind may be set anew
   */
  public BinaryRowData onto(@Nullable BinaryRowData earlier, BinaryRowData change) {
    if (isDeletion(change)) {
      change.setRowKind(RowKind.DELETE);
      return change;
    }
    if (earlier == null) {
      change.setRowKind(RowKind.UPDATE_AFTER);
      return change;
    }
    if (isDeletion(earlier)) {
      change.setRowKind(RowKind.INSERT);
      return change;
    }
    change.setRowKind(earlier.getRowKind());
    return hasGaps(change) ? complete(earlier, change) : change;
  }

  public static boolean isDeletion(RowData change) {
    return change.getRowKind() == RowKind.DELETE || change.getRowKind() == RowKind.UPDATE_BEFORE;
  }

  /** The change with the values that it keeps. */
  public BinaryRowData complete(RowData stored, BinaryRowData change) {
    if (serializer == null) {
      serializer = new RowDataSerializer(rowType);
    }
    GenericRowData complete = new GenericRowData(change.getRowKind(), getters.length);
    for (int i = 0; i < getters.length; i++) {
      complete.setField(i, getters[i].getFieldOrNull(change));
    }
    for (int position : kept) {
      if (change.isNullAt(position)) {
        complete.setField(position, getters[position].getFieldOrNull(stored));
      }
    }
    BinaryRowData row = serializer.toBinaryRow(complete).copy();
    row.setRowKind(change.getRowKind());
    return row;
  }
}
