package io.alluvium.connectors.delta.sink.routing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/** Writes the values that a table has no column for: a JSON object with the columns' names. */
final class RescuedJson {
  private static final JsonFactory JSON = new JsonFactory();

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  /**
   * @param before what the row has rescued already; null for nothing
   */
  RescuedJson(@Nullable String before) {
    try {
      json = JSON.createGenerator(text);
      json.writeStartObject();
      if (before != null) {
        copyFields(before);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copyFields(String before) throws IOException {
    try (JsonParser parser = JSON.createParser(before)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        json.writeStringField("_value", before);
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        json.copyCurrentStructure(parser);
      }
    }
  }

  void add(String column, LogicalType type, Object value) {
    try {
      json.writeFieldName(column);
      write(type, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String end() {
    try {
      json.writeEndObject();
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void write(LogicalType type, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
      return;
    }
    switch (type.getTypeRoot()) {
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case TINYINT, SMALLINT, INTEGER, BIGINT -> json.writeNumber(((Number) value).longValue());
      case FLOAT, DOUBLE -> writeDouble(((Number) value).doubleValue(), value.toString());
      case DECIMAL -> json.writeNumber(((DecimalData) value).toBigDecimal());
      case DATE -> json.writeString(LocalDate.ofEpochDay((Integer) value).toString());
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          json.writeString(((TimestampData) value).toInstant().toString());
      case TIMESTAMP_WITHOUT_TIME_ZONE ->
          json.writeString(((TimestampData) value).toLocalDateTime().toString());
      case VARBINARY -> json.writeBinary((byte[]) value);
      case ARRAY -> writeArray(type.getChildren().get(0), (ArrayData) value);
      case MAP -> writeMap(type, (MapData) value);
      case ROW -> writeRow((RowType) type, (RowData) value);
      default -> json.writeString(value.toString());
    }
  }

  private void writeDouble(double value, String valueText) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(valueText);
    } else {
      json.writeString(valueText);
    }
  }

  private void writeArray(LogicalType type, ArrayData array) throws IOException {
    ArrayData.ElementGetter getter = ArrayData.createElementGetter(type);
    json.writeStartArray();
    for (int i = 0; i < array.size(); i++) {
      write(type, getter.getElementOrNull(array, i));
    }
    json.writeEndArray();
  }

  private void writeMap(LogicalType type, MapData map) throws IOException {
    LogicalType keyType = type.getChildren().get(0);
    LogicalType valueType = type.getChildren().get(1);
    ArrayData.ElementGetter keys = ArrayData.createElementGetter(keyType);
    ArrayData.ElementGetter values = ArrayData.createElementGetter(valueType);
    ArrayData keyArray = map.keyArray();
    ArrayData valueArray = map.valueArray();
    json.writeStartObject();
    for (int i = 0; i < map.size(); i++) {
      json.writeFieldName(String.valueOf(keys.getElementOrNull(keyArray, i)));
      write(valueType, values.getElementOrNull(valueArray, i));
    }
    json.writeEndObject();
  }

  private void writeRow(RowType type, RowData row) throws IOException {
    List<RowType.RowField> fields = type.getFields();
    json.writeStartObject();
    for (int i = 0; i < fields.size(); i++) {
      json.writeFieldName(fields.get(i).getName());
      LogicalType fieldType = fields.get(i).getType();
      write(fieldType, RowData.createFieldGetter(fieldType, i).getFieldOrNull(row));
    }
    json.writeEndObject();
  }

  /** Whether a column can hold what this class writes. */
  static boolean fits(LogicalType column) {
    return column.is(LogicalTypeRoot.VARCHAR);
  }
}
