package io.alluvium.cdc;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Brings the row of a change event into the columns of a bronze table. The two need not agree: a
 * column that the event lacks is null; a value without a fitting column is rescued.
 */
final class RowConversion implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String[] columns;
  private final ColumnConversion[] conversions;
  private final int arity;
  private final int rescuedIndex;
  private transient Layout layout;

  RowConversion(RowType rowType) {
    arity = rowType.getFieldCount();
    rescuedIndex = rowType.getFieldIndex(BronzeTable.RESCUED);
    columns = new String[arity];
    conversions = new ColumnConversion[arity];
    for (int i = 0; i < arity; i++) {
      if (!BronzeTable.isMetadata(rowType.getFieldNames().get(i))) {
        columns[i] = rowType.getFieldNames().get(i);
        conversions[i] = ColumnConversions.to(rowType.getTypeAt(i));
      }
    }
  }

  /** The source's columns and {@code _rescued}; the other metadata is left for the caller. */
  GenericRowData convert(@Nullable Struct after, @Nullable Struct before) {
    GenericRowData row = new GenericRowData(arity);
    if (after == null) {
      return row;
    }
    if (layout == null || layout.schema != after.schema()) {
      layout = new Layout(after.schema());
    }
    RescuedValues rescued = new RescuedValues();
    for (int i = 0; i < arity; i++) {
      Field field = layout.fields[i];
      if (field != null) {
        Object value = value(field, after, before, rescued);
        if (value != null) {
          Object converted = conversions[i].convert(value, field.schema());
          row.setField(i, converted);
          if (converted == null) {
            rescued.add(field.name(), value, field.schema());
          }
        }
      }
    }
    for (Field field : layout.unknown) {
      Object value = value(field, after, before, rescued);
      if (value != null) {
        rescued.add(field.name(), value, field.schema());
      }
    }
    row.setField(rescuedIndex, StringData.fromString(rescued.toJson()));
    return row;
  }

  @Nullable
  private static Object value(
      Field field, Struct after, @Nullable Struct before, RescuedValues rescued) {
    // Not Struct.get: it puts the column's default in place of null.
    Object value = after.getWithoutDefault(field.name());
    if (!UnavailableValue.is(value)) {
      return value;
    }
    Field earlier = before == null ? null : before.schema().field(field.name());
    Object kept = earlier == null ? null : before.getWithoutDefault(field.name());
    if (kept == null || UnavailableValue.is(kept)) {
      rescued.addUnavailable(field.name());
      return null;
    }
    return kept;
  }

  /** Where the columns are in events of one schema; the schema seldom changes. */
  private final class Layout {
    private final Schema schema;
    private final Field[] fields = new Field[arity];
    private final List<Field> unknown;

    Layout(Schema schema) {
      this.schema = schema;
      Set<Field> known = new HashSet<>();
      for (int i = 0; i < arity; i++) {
        if (columns[i] != null) {
          fields[i] = schema.field(columns[i]);
          known.add(fields[i]);
        }
      }
      this.unknown = schema.fields().stream().filter(field -> !known.contains(field)).toList();
    }
  }
}
