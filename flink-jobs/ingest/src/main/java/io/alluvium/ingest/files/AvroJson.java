package io.alluvium.ingest.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;

/**
 * Avro values as JSON that loses nothing: times in ISO 8601, decimals with all digits, bytes in
 * Base64, numbers that JSON does not know (NaN, the infinities) as text. Not thread-safe.
 */
final class AvroJson {
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;
  private static final String INT96 = "INT96";

  private final JsonFactory factory =
      JsonFactory.builder()
          .configure(com.fasterxml.jackson.core.json.JsonWriteFeature.QUOTE_FIELD_NAMES, true)
          .build();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  byte[] of(GenericRecord record) throws IOException {
    bytes.reset();
    try (JsonGenerator json = factory.createGenerator(bytes)) {
      record(record, json);
    }
    return bytes.toByteArray();
  }

  private void record(IndexedRecord record, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Schema.Field field : record.getSchema().getFields()) {
      json.writeFieldName(field.name());
      value(record.get(field.pos()), field.schema(), json);
    }
    json.writeEndObject();
  }

  private void value(Object value, Schema schema, JsonGenerator json) throws IOException {
    if (value == null) {
      json.writeNull();
      return;
    }
    LogicalType logical = schema.getLogicalType();
    switch (schema.getType()) {
      case UNION ->
          value(value, schema.getTypes().get(GenericData.get().resolveUnion(schema, value)), json);
      case RECORD -> record((IndexedRecord) value, json);
      case MAP -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          json.writeFieldName(entry.getKey().toString());
          value(entry.getValue(), schema.getValueType(), json);
        }
        json.writeEndObject();
      }
      case ARRAY -> {
        json.writeStartArray();
        for (Object element : (List<?>) value) {
          value(element, schema.getElementType(), json);
        }
        json.writeEndArray();
      }
      case INT -> integer((Integer) value, logical, json);
      case LONG -> integer((Long) value, logical, json);
      case FLOAT -> number((Float) value, json);
      case DOUBLE -> number((Double) value, json);
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case BYTES -> binary(ByteBufferBytes.of((ByteBuffer) value), logical, json);
      case FIXED -> fixed((GenericFixed) value, schema, json);
      default -> json.writeString(value.toString());
    }
  }

  private static void fixed(GenericFixed value, Schema schema, JsonGenerator json)
      throws IOException {
    if (schema.getName().equals(INT96)) {
      json.writeString(int96(value.bytes()).toString());
    } else {
      binary(value.bytes(), schema.getLogicalType(), json);
    }
  }

  private static void binary(byte[] value, LogicalType logical, JsonGenerator json)
      throws IOException {
    if (logical instanceof LogicalTypes.Decimal decimal) {
      json.writeNumber(new BigDecimal(new BigInteger(value), decimal.getScale()).toPlainString());
    } else {
      json.writeBinary(value);
    }
  }

  /** As Impala and Spark of old wrote times: nanoseconds of a Julian day. */
  private static Instant int96(byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = buffer.getLong();
    long day = buffer.getInt() - JULIAN_DAY_OF_EPOCH;
    return Instant.ofEpochSecond(Math.multiplyExact(day, 86_400L), nanos);
  }

  private static void number(double value, JsonGenerator json) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeString(Double.toString(value));
    }
  }

  private static void number(float value, JsonGenerator json) throws IOException {
    if (Float.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeString(Float.toString(value));
    }
  }

  private static void integer(long value, LogicalType logical, JsonGenerator json)
      throws IOException {
    String name = logical == null ? "" : logical.getName();
    switch (name) {
      case "date" -> json.writeString(LocalDate.ofEpochDay(value).toString());
      case "time-millis" -> json.writeString(LocalTime.ofNanoOfDay(value * 1_000_000).toString());
      case "time-micros" -> json.writeString(LocalTime.ofNanoOfDay(value * 1_000).toString());
      case "timestamp-millis" -> json.writeString(instant(value, ChronoUnit.MILLIS).toString());
      case "timestamp-micros" -> json.writeString(instant(value, ChronoUnit.MICROS).toString());
      case "timestamp-nanos" -> json.writeString(instant(value, ChronoUnit.NANOS).toString());
      case "local-timestamp-millis" -> json.writeString(local(value, ChronoUnit.MILLIS));
      case "local-timestamp-micros" -> json.writeString(local(value, ChronoUnit.MICROS));
      case "local-timestamp-nanos" -> json.writeString(local(value, ChronoUnit.NANOS));
      case "decimal" ->
          json.writeNumber(
              BigDecimal.valueOf(value, ((LogicalTypes.Decimal) logical).getScale())
                  .toPlainString());
      default -> json.writeNumber(value);
    }
  }

  private static Instant instant(long value, ChronoUnit unit) {
    return Instant.EPOCH.plus(value, unit);
  }

  private static String local(long value, ChronoUnit unit) {
    return LocalDateTime.ofInstant(instant(value, unit), ZoneOffset.UTC).toString();
  }

  /** The bytes of a buffer, which stays as it is. */
  private static final class ByteBufferBytes {
    static byte[] of(ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
  }
}
