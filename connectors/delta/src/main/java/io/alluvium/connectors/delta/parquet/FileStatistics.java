package io.alluvium.connectors.delta.parquet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Statistics of a file, collected while it is written. */
final class FileStatistics {
  private static final JsonFactory JSON = new JsonFactory();

  /** The protocol's default of {@code delta.dataSkippingNumIndexedCols}. */
  private static final int MAX_COLUMNS = 32;

  private final List<String> names;
  private final ColumnStatistics[] columns;
  private long rows;

  FileStatistics(RowType rowType) {
    int count = Math.min(MAX_COLUMNS, rowType.getFieldCount());
    names = rowType.getFieldNames().subList(0, count);
    columns = new ColumnStatistics[count];
    for (int i = 0; i < count; i++) {
      columns[i] = ColumnStatistics.of(rowType.getTypeAt(i));
    }
  }

  void add(RowData row) {
    rows++;
    for (int i = 0; i < columns.length; i++) {
      columns[i].add(row, i);
    }
  }

  long rows() {
    return rows;
  }

  /** The protocol's JSON. */
  String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("numRecords", rows);
      json.writeObjectFieldStart("minValues");
      for (int i = 0; i < columns.length; i++) {
        columns[i].writeMin(json, names.get(i));
      }
      json.writeEndObject();
      json.writeObjectFieldStart("maxValues");
      for (int i = 0; i < columns.length; i++) {
        columns[i].writeMax(json, names.get(i));
      }
      json.writeEndObject();
      json.writeObjectFieldStart("nullCount");
      for (int i = 0; i < columns.length; i++) {
        json.writeNumberField(names.get(i), columns[i].nulls());
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
