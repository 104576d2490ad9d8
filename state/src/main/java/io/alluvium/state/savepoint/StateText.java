package io.alluvium.state.savepoint;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.ttl.TtlValue;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer.RowDataSerializerSnapshot;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;

/** What is kept in state, as people read it. */
public final class StateText {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private StateText() {}

  /**
   * A value as text: rows in parentheses, bytes in hexadecimal, one that expires without when it
   * was used last.
   *
   * @param serializer that it is kept with
   */
  public static String of(@Nullable Object value, TypeSerializer<?> serializer) {
    return of(value, serializer.snapshotConfiguration());
  }

  private static String of(@Nullable Object value, TypeSerializerSnapshot<?> snapshot) {
    if (value instanceof VoidNamespace) {
      return "";
    }
    if (value instanceof TtlValue<?> expiring
        && snapshot instanceof CompositeTypeSerializerSnapshot<?, ?> both) {
      TypeSerializerSnapshot<?>[] nested = both.getNestedSerializerSnapshots();
      // Behind the serializer of the time.
      return of(expiring.getUserValue(), nested[nested.length - 1]);
    }
    if (value instanceof RowData row && snapshot instanceof RowDataSerializerSnapshot rows) {
      return row(row, List.of(StateTypes.types(rows)));
    }
    return plain(value);
  }

  private static String row(RowData row, List<LogicalType> types) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      columns.add(of(RowData.createFieldGetter(types.get(i), i).getFieldOrNull(row), types.get(i)));
    }
    return "(" + String.join(", ", columns) + ")";
  }

  private static String of(@Nullable Object value, LogicalType type) {
    if (value == null) {
      return "null";
    }
    return switch (type.getTypeRoot()) {
      case ROW, STRUCTURED_TYPE -> row((RowData) value, type.getChildren());
      case ARRAY -> array((ArrayData) value, ((ArrayType) type).getElementType());
      case DATE -> LocalDate.ofEpochDay((int) value).toString();
      case TIME_WITHOUT_TIME_ZONE ->
          LocalTime.ofNanoOfDay((int) value * NANOS_PER_MILLI).toString();
      default -> plain(value);
    };
  }

  private static String array(ArrayData array, LogicalType type) {
    ArrayData.ElementGetter getter = ArrayData.createElementGetter(type);
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      elements.add(of(getter.getElementOrNull(array, i), type));
    }
    return elements.toString();
  }

  private static String plain(@Nullable Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
  }
}
