package io.alluvium.ingest.record;

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
import java.util.Collection;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/**
 * Avro's values as JSON that loses nothing: times in ISO 8601, decimals as numbers with all digits,
 * bytes in Base64, numbers that JSON does not know (NaN, the infinities) as text. A number that is
 * no time of its kind is that number.
 */
public final class AvroJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;
  private static final String INT96 = "INT96";
  private static final long SECONDS_PER_DAY = 86_400;

  private AvroJson() {}

  /** In UTF-8. */
  public static byte[] of(IndexedRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      write(record, record.getSchema(), json);
    }
    return bytes.toByteArray();
  }

  static void write(@Nullable Object value, Schema declared, JsonGenerator json)
      throws IOException {
    if (value == null) {
      json.writeNull();
      return;
    }
    Schema schema = branch(declared, value);
    switch (schema.getType()) {
      case RECORD -> {
        json.writeStartObject();
        for (Schema.Field field : schema.getFields()) {
          json.writeFieldName(field.name());
          write(((IndexedRecord) value).get(field.pos()), field.schema(), json);
        }
        json.writeEndObject();
      }
      case MAP -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          json.writeFieldName(entry.getKey().toString());
          write(entry.getValue(), schema.getValueType(), json);
        }
        json.writeEndObject();
      }
      case ARRAY -> {
        json.writeStartArray();
        for (Object item : (Collection<?>) value) {
          write(item, schema.getElementType(), json);
        }
        json.writeEndArray();
      }
      case INT, LONG -> whole(((Number) value).longValue(), schema.getLogicalType(), json);
      case FLOAT, DOUBLE -> fraction((Number) value, json);
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case BYTES, FIXED -> binary(bytes(value), schema, json);
      default -> json.writeString(value.toString());
    }
  }

  private static void binary(byte[] value, Schema schema, JsonGenerator json) throws IOException {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      json.writeNumber(new BigDecimal(new BigInteger(value), decimal.getScale()).toPlainString());
    } else if (schema.getType() == Schema.Type.FIXED && schema.getName().equals(INT96)) {
      json.writeString(int96(value).toString());
    } else {
      json.writeBinary(value);
    }
  }

  /** As Impala and Spark of old wrote times: nanoseconds of a Julian day. */
  private static Instant int96(byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = buffer.getLong();
    long day = buffer.getInt() - JULIAN_DAY_OF_EPOCH;
    return Instant.ofEpochSecond(Math.multiplyExact(day, SECONDS_PER_DAY), nanos);
  }

  private static void fraction(Number value, JsonGenerator json) throws IOException {
    if (Double.isFinite(value.doubleValue())) {
      json.writeNumber(value.toString());
    } else {
      json.writeString(value.toString());
    }
  }

  private static void whole(long value, @Nullable LogicalType logical, JsonGenerator json)
      throws IOException {
    switch (logical == null ? "" : logical.getName()) {
      case "date" -> json.writeString(LocalDate.ofEpochDay(value).toString());
      case "time-millis" -> timeOfDay(value, 1_000_000, json);
      case "time-micros" -> timeOfDay(value, 1_000, json);
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

  private static void timeOfDay(long value, long nanos, JsonGenerator json) throws IOException {
    if (value >= 0 && value < SECONDS_PER_DAY * 1_000_000_000 / nanos) {
      json.writeString(LocalTime.ofNanoOfDay(value * nanos).toString());
    } else {
      json.writeNumber(value);
    }
  }

  /** Every number of these units is an instant that Java has. */
  private static Instant instant(long value, ChronoUnit unit) {
    return Instant.EPOCH.plus(value, unit);
  }

  private static String local(long value, ChronoUnit unit) {
    return LocalDateTime.ofInstant(instant(value, unit), ZoneOffset.UTC).toString();
  }

  /** Of a union, the branch that the value is of. */
  static Schema branch(Schema schema, Object value) {
    return schema.isUnion()
        ? schema.getTypes().get(GenericData.get().resolveUnion(schema, value))
        : schema;
  }

  /** Of a buffer, which stays as it is, or a value of fixed length. */
  static byte[] bytes(Object value) {
    if (value instanceof GenericFixed fixed) {
      return fixed.bytes().clone();
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
