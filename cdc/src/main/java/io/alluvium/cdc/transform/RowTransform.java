package io.alluvium.cdc.transform;

import io.alluvium.cdc.capture.CapturedChange;
import io.alluvium.cdc.capture.Operation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/** One transform on rows of one schema. */
final class RowTransform {
  private final RowType columns;
  private final RowType result;
  @Nullable private final Projection projection;
  @Nullable private final Filter filter;
  private final Map<String, ColumnText> filtered = new LinkedHashMap<>();
  private final int[] sources;
  private final Projection.Treatment[] treatments;
  private final RowData.FieldGetter[] getters;
  private final ColumnText[] texts;

  RowTransform(RowType columns, Transform transform) {
    this.columns = columns;
    this.filter = transform.filter();
    this.projection =
        transform.projection() == null || transform.projection().keepsAll(columns)
            ? null
            : transform.projection();
    if (filter != null) {
      for (String column : filter.columns()) {
        int index = columns.getFieldIndex(column);
        if (index >= 0) {
          filtered.put(column, new ColumnText(columns.getTypeAt(index), index));
        }
      }
    }
    List<RowType.RowField> fields = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < columns.getFieldCount(); i++) {
      RowType.RowField field = columns.getFields().get(i);
      Projection.Treatment treatment = treatment(field.getName());
      if (treatment != Projection.Treatment.DROPPED) {
        kept.add(i);
        fields.add(
            treatment == Projection.Treatment.HASHED
                ? new RowType.RowField(
                    field.getName(), VarCharType.STRING_TYPE, field.getDescription().orElse(null))
                : field);
      }
    }
    this.result = projection == null ? columns : new RowType(false, fields);
    int count = kept.size();
    sources = kept.stream().mapToInt(Integer::intValue).toArray();
    treatments = new Projection.Treatment[count];
    getters = new RowData.FieldGetter[count];
    texts = new ColumnText[count];
    for (int i = 0; i < count; i++) {
      RowType.RowField field = columns.getFields().get(sources[i]);
      treatments[i] = treatment(field.getName());
      getters[i] = RowData.createFieldGetter(field.getType().copy(true), sources[i]);
      texts[i] = new ColumnText(field.getType(), sources[i]);
    }
  }

  private Projection.Treatment treatment(String column) {
    return projection == null ? Projection.Treatment.KEPT : projection.of(column);
  }

  boolean isFor(RowType other) {
    return columns.equals(other);
  }

  RowType result() {
    return result;
  }

  /**
   * Null where the change is left out: neither row passes the filter. Where only the row before
   * passes, the row has left what is kept: its change is kept, so that readers see that. A delete
   * whose columns the source does not give is kept, too.
   */
  @Nullable
  CapturedChange apply(CapturedChange change) {
    if (filter != null && change.operation() != Operation.TRUNCATE && !passes(change)) {
      return null;
    }
    return projection == null
        ? change
        : new CapturedChange(
            change.table(),
            result,
            change.operation(),
            project(change.row()),
            project(change.before()),
            unavailable(change.unavailable()),
            unfit(change.unfit()),
            change.position(),
            change.sequence(),
            change.sourceMicros());
  }

  private boolean passes(CapturedChange change) {
    if (change.row() != null && filter.accepts(texts(change.row()))) {
      return true;
    }
    return switch (change.operation()) {
      case SNAPSHOT, INSERT -> false;
      // The server may not have sent what the filter looks at: then the change is kept.
      default ->
          change.before() == null
              || isPartial(change.before())
              || filter.accepts(texts(change.before()));
    };
  }

  private boolean isPartial(RowData row) {
    return filtered.values().stream().anyMatch(text -> text.of(row) == null);
  }

  private Map<String, String> texts(RowData row) {
    Map<String, String> values = new HashMap<>();
    filtered.forEach((column, text) -> values.put(column, text.of(row)));
    return values;
  }

  @Nullable
  private RowData project(@Nullable RowData row) {
    if (row == null) {
      return null;
    }
    GenericRowData projected = new GenericRowData(sources.length);
    for (int i = 0; i < sources.length; i++) {
      switch (treatments[i]) {
        case HASHED -> {
          String text = texts[i].of(row);
          projected.setField(
              i, text == null ? null : StringData.fromString(ColumnText.sha256(text)));
        }
        case NULLED -> projected.setField(i, null);
        default -> projected.setField(i, getters[i].getFieldOrNull(row));
      }
    }
    return projected;
  }

  @Nullable
  private BitSet unavailable(@Nullable BitSet unavailable) {
    if (unavailable == null) {
      return null;
    }
    BitSet moved = new BitSet();
    for (int i = 0; i < sources.length; i++) {
      moved.set(i, unavailable.get(sources[i]) && treatments[i] != Projection.Treatment.NULLED);
    }
    return moved.isEmpty() ? null : moved;
  }

  /** Values that are hidden must not show here. */
  @Nullable
  private Map<String, String> unfit(@Nullable Map<String, String> unfit) {
    if (unfit == null) {
      return null;
    }
    Map<String, String> shown = new LinkedHashMap<>();
    unfit.forEach(
        (column, value) -> {
          switch (projection.of(column)) {
            case KEPT -> shown.put(column, value);
            case HASHED -> shown.put(column, ColumnText.sha256(value));
            default -> {}
          }
        });
    return shown.isEmpty() ? null : shown;
  }
}
