package io.alluvium.connectors.delta.sink.routing;

import java.util.function.UnaryOperator;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Brings rows of one schema into the columns of a table: by name, null where the row has none, and
 * into the rescue column what has none of its own.
 */
final class RowFit {
  private static final int NONE = -1;

  private final RowType source;
  private final RowType target;
  private final RowData.FieldGetter[] getters;
  private final int[] sourceOfColumn;
  private final UnaryOperator<Object>[] conversions;
  private final int[] rescued;
  private final int rescueColumn;
  private final boolean asItIs;

  /**
   * @param rescueColumn that takes what does not fit; may be absent where all fits
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // Arrays have no type parameters.
  RowFit(RowType source, RowType target, String rescueColumn) {
    this.source = source;
    this.target = target;
    this.rescueColumn = target.getFieldIndex(rescueColumn);
    int fields = source.getFieldCount();
    this.getters = new RowData.FieldGetter[fields];
    for (int i = 0; i < fields; i++) {
      getters[i] = RowData.createFieldGetter(source.getTypeAt(i), i);
    }
    this.sourceOfColumn = new int[target.getFieldCount()];
    this.conversions = new UnaryOperator[target.getFieldCount()];
    boolean[] used = new boolean[fields];
    boolean same = fields == target.getFieldCount();
    for (int column = 0; column < sourceOfColumn.length; column++) {
      RowType.RowField wanted = target.getFields().get(column);
      int index = source.getFieldIndex(wanted.getName());
      UnaryOperator<Object> conversion =
          index < 0 ? null : Widening.of(source.getTypeAt(index), wanted.getType());
      sourceOfColumn[column] = conversion == null ? NONE : index;
      conversions[column] = conversion;
      if (conversion != null) {
        used[index] = true;
      }
      same &= index == column && sameForm(source.getTypeAt(column), wanted.getType());
    }
    this.rescued =
        java.util.stream.IntStream.range(0, fields).filter(index -> !used[index]).toArray();
    this.asItIs = same && rescued.length == 0;
  }

  private static boolean sameForm(LogicalType from, LogicalType to) {
    return from.copy(true).equals(to.copy(true));
  }

  boolean isFor(RowType rowType) {
    return source.equals(rowType);
  }

  RowType target() {
    return target;
  }

  /** The row itself where it has the table's form. */
  RowData fit(RowData row) {
    if (asItIs) {
      return row;
    }
    GenericRowData fitted = new GenericRowData(sourceOfColumn.length);
    for (int column = 0; column < sourceOfColumn.length; column++) {
      int index = sourceOfColumn[column];
      Object value = index == NONE ? null : getters[index].getFieldOrNull(row);
      fitted.setField(column, value == null ? null : conversions[column].apply(value));
    }
    rescue(row, fitted);
    return fitted;
  }

  private void rescue(RowData row, GenericRowData fitted) {
    RescuedJson json = null;
    for (int index : rescued) {
      Object value = getters[index].getFieldOrNull(row);
      if (value != null) {
        if (json == null) {
          Object before = fitted.getField(rescueColumn);
          json = new RescuedJson(before == null ? null : before.toString());
        }
        json.add(source.getFieldNames().get(index), source.getTypeAt(index), value);
      }
    }
    if (json != null) {
      fitted.setField(rescueColumn, StringData.fromString(json.end()));
    }
  }
}
