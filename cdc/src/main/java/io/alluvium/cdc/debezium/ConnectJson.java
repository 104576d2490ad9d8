package io.alluvium.cdc.debezium;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.debezium.data.Bits;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Values of change events as JSON; bytes as Base64, times as text, numbers as they are. */
final class ConnectJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private ConnectJson() {}

  /** Writes the members of an object. */
  interface Members {
    void writeTo(JsonGenerator json) throws IOException;
  }

  static String object(Members members) {
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

  static String of(Object value, Schema schema) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, value, schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  static void write(JsonGenerator json, @Nullable Object value, @Nullable Schema schema)
      throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element, schema == null ? null : schema.valueSchema());
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue(), schema == null ? null : schema.valueSchema());
      }
      json.writeEndObject();
    } else {
      writeScalarOrStruct(json, value, schema);
    }
  }

  private static void writeScalarOrStruct(JsonGenerator json, Object value, @Nullable Schema schema)
      throws IOException {
    String name = schema == null || schema.name() == null ? "" : schema.name();
    byte[] bytes = ConnectText.bytes(value);
    if (bytes != null && !name.equals(Bits.LOGICAL_NAME)) {
      json.writeBinary(bytes);
    } else if (value instanceof Number number && name.isEmpty()) {
      writeNumber(json, number);
    } else {
      String text = schema == null ? value.toString() : ConnectText.of(value, schema);
      if (text == null) {
        writeStruct(json, (Struct) value);
      } else {
        json.writeString(text);
      }
    }
  }

  /** A number's own text is JSON, but for NaN and the infinities. */
  private static void writeNumber(JsonGenerator json, Number number) throws IOException {
    if (Double.isFinite(number.doubleValue())) {
      json.writeNumber(number.toString());
    } else {
      json.writeString(number.toString());
    }
  }

  private static void writeStruct(JsonGenerator json, Struct struct) throws IOException {
    json.writeStartObject();
    for (Field field : struct.schema().fields()) {
      json.writeFieldName(field.name());
      write(json, struct.getWithoutDefault(field.name()), field.schema());
    }
    json.writeEndObject();
  }
}
