package io.alluvium.ingest.record;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;

/** Avro's values as JSON: bytes as Base64, decimals as numbers, times as the numbers they are. */
final class AvroJson {
  private AvroJson() {}

  static void write(@Nullable Object value, Schema declared, JsonGenerator json)
      throws IOException {
    if (value == null) {
      json.writeNull();
      return;
    }
    Schema schema = branch(declared, value);
    if (value instanceof GenericRecord record) {
      json.writeStartObject();
      for (Schema.Field field : record.getSchema().getFields()) {
        json.writeFieldName(field.name());
        write(record.get(field.pos()), field.schema(), json);
      }
      json.writeEndObject();
    } else if (value instanceof Collection<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        write(item, schema.getElementType(), json);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        write(entry.getValue(), schema.getValueType(), json);
      }
      json.writeEndObject();
    } else if (value instanceof ByteBuffer || value instanceof GenericFixed) {
      if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
        json.writeNumber(new BigDecimal(new BigInteger(bytes(value)), decimal.getScale()));
      } else {
        json.writeBinary(bytes(value));
      }
    } else {
      scalar(value, json);
    }
  }

  private static void scalar(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      json.writeNumber(number.toString());
    } else {
      // Also NaN and the infinities, which JSON does not have.
      json.writeString(value.toString());
    }
  }

  /** Of a union, the branch that the value is of. */
  static Schema branch(Schema schema, Object value) {
    return schema.isUnion()
        ? schema.getTypes().get(GenericData.get().resolveUnion(schema, value))
        : schema;
  }

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
