package io.alluvium.interop.delta;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;

/** Flink's external values as those of {@code RowText}. */
final class FlinkValues {

  private FlinkValues() {}

  static Object toJava(Object value) {
    if (value instanceof Row row) {
      List<Object> fields = new ArrayList<>();
      for (int i = 0; i < row.getArity(); i++) {
        fields.add(toJava(row.getField(i)));
      }
      return fields;
    }
    if (value instanceof Object[] array) {
      List<Object> elements = new ArrayList<>();
      for (Object element : array) {
        elements.add(toJava(element));
      }
      return elements;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> converted = new LinkedHashMap<>();
      map.forEach((key, entry) -> converted.put(toJava(key), toJava(entry)));
      return converted;
    }
    return value;
  }
}
