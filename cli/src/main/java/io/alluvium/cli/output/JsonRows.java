package io.alluvium.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.types.Row;

/** Prints rows as an array of objects, one line each; numbers as numbers, times in ISO 8601. */
public final class JsonRows {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final PrintWriter out;

  public JsonRows(PrintWriter out) {
    this.out = out;
  }

  public void write(List<String> names, Iterator<Row> rows) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartArray();
      while (rows.hasNext()) {
        json.writeRaw('\n');
        writeRow(json, names, rows.next());
      }
      json.writeRaw('\n');
      json.writeEndArray();
    }
    out.println();
  }

  /** Prints one object; maps in it are objects, arrays are arrays. */
  public void writeOne(List<String> names, Row row) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      writeRow(json, names, row);
    }
    out.println();
  }

  private static void writeRow(JsonGenerator json, List<String> names, Row row) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < row.getArity(); i++) {
      json.writeFieldName(names.get(i));
      writeValue(json, row.getField(i));
    }
    json.writeEndObject();
  }

  private static void writeValue(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Float number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else if (value instanceof Object[] array) {
      json.writeStartArray();
      for (Object element : array) {
        writeValue(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        writeValue(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Row row) {
      writeNested(json, row);
    } else {
      json.writeString(value.toString());
    }
  }

  private static void writeNested(JsonGenerator json, Row row) throws IOException {
    Set<String> names = row.getFieldNames(true);
    if (names != null) {
      writeRow(json, List.copyOf(names), row);
      return;
    }
    json.writeStartArray();
    for (int i = 0; i < row.getArity(); i++) {
      writeValue(json, row.getField(i));
    }
    json.writeEndArray();
  }
}
