package io.alluvium.cdc.bronze;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Rows of one schema as JSON; bytes as Base64, times as text, numbers as they are. */
final class RowJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private final String[] names;
  private final LogicalType[] types;
  private final RowData.FieldGetter[] getters;

  RowJson(RowType columns) {
    int count = columns.getFieldCount();
    names = columns.getFieldNames().toArray(String[]::new);
    types = columns.getChildren().toArray(LogicalType[]::new);
    getters = new RowData.FieldGetter[count];
    for (int i = 0; i < count; i++) {
      getters[i] = RowData.createFieldGetter(types[i].copy(true), i);
    }
  }

  /** Without the columns that are null. */
  String of(RowData row) {
    return object(
        json -> {
          for (int i = 0; i < names.length; i++) {
            write(json, i, row);
          }
        });
  }

  /** What the columns of a table cannot hold; null where that is nothing. */
  @Nullable
  String rescued(
      @Nullable RowData row,
      int[] withoutColumn,
      @Nullable Map<String, String> unfit,
      @Nullable BitSet unavailable) {
    boolean values = row != null && anyValue(row, withoutColumn);
    if (!values && unfit == null && unavailable == null) {
      return null;
    }
    return object(
        json -> {
          if (values) {
            for (int i : withoutColumn) {
              write(json, i, row);
            }
          }
          if (unfit != null) {
            for (Map.Entry<String, String> value : unfit.entrySet()) {
              json.writeStringField(value.getKey(), value.getValue());
            }
          }
          if (unavailable != null) {
            json.writeArrayFieldStart(BronzeColumns.UNAVAILABLE);
            for (int i = unavailable.nextSetBit(0); i >= 0; i = unavailable.nextSetBit(i + 1)) {
              json.writeString(names[i]);
            }
            json.writeEndArray();
          }
        });
  }

  private static boolean anyValue(RowData row, int[] columns) {
    for (int i : columns) {
      if (!row.isNullAt(i)) {
        return true;
      }
    }
    return false;
  }

  /** Writes the members of an object. */
  private interface Members {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static String object(Members members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      members.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void write(JsonGenerator json, int column, RowData row) throws IOException {
    Object value = getters[column].getFieldOrNull(row);
    if (value == null) {
      return;
    }
    json.writeFieldName(names[column]);
    switch (types[column].getTypeRoot()) {
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case TINYINT, SMALLINT, INTEGER, BIGINT -> json.writeNumber(((Number) value).longValue());
      case FLOAT, DOUBLE -> writeFloating(json, (Number) value);
      case DECIMAL -> json.writeNumber(((DecimalData) value).toBigDecimal());
      case DATE -> json.writeString(LocalDate.ofEpochDay((Integer) value).toString());
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          json.writeString(((TimestampData) value).toInstant().toString());
      case TIMESTAMP_WITHOUT_TIME_ZONE ->
          json.writeString(((TimestampData) value).toLocalDateTime().toString());
      case BINARY, VARBINARY -> json.writeBinary((byte[]) value);
      default -> json.writeString(value.toString());
    }
  }

  /** A number's own text is JSON, but for NaN and the infinities. */
  private static void writeFloating(JsonGenerator json, Number number) throws IOException {
    if (Double.isFinite(number.doubleValue())) {
      json.writeNumber(number.toString());
    } else {
      json.writeString(number.toString());
    }
  }
}
