package io.alluvium.interop.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's values as those of {@link RowText}. */
final class SparkValues {

  private SparkValues() {}

  static Object toJava(Object value) {
    if (value instanceof Row row) {
      List<Object> fields = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        fields.add(toJava(row.get(i)));
      }
      return fields;
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      Map<Object, Object> converted = new LinkedHashMap<>();
      CollectionConverters.asJava(map).forEach((k, v) -> converted.put(toJava(k), toJava(v)));
      return converted;
    }
    if (value instanceof scala.collection.Iterable<?> elements) {
      List<Object> converted = new ArrayList<>();
      CollectionConverters.asJava(elements).forEach(element -> converted.add(toJava(element)));
      return converted;
    }
    return value;
  }
}
