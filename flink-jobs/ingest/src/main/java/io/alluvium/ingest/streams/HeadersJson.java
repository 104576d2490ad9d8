package io.alluvium.ingest.streams;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.alluvium.udfs.amqp.AmqpValue;
import io.alluvium.udfs.amqp.SystemProperties;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.table.data.StringData;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Headers as a JSON object without loss: a value is text where it is UTF-8 and {@code {"base64":
 * "…"}} otherwise, and the values of a repeated name are an array. Values of AMQP are what they are
 * in JSON; times are texts in ISO 8601.
 */
final class HeadersJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private HeadersJson() {}

  /** Which headers are wanted. */
  enum Part {
    ALL,
    APPLICATION,
    SYSTEM;

    boolean contains(String name) {
      return this == ALL || (this == SYSTEM) == SystemProperties.isSystem(name);
    }
  }

  /** Null where there is none. */
  @Nullable
  static StringData of(Headers headers, HeaderEncoding encoding, Part part) {
    Map<String, List<byte[]>> values = new LinkedHashMap<>();
    for (Header header : headers) {
      if (part.contains(header.key())) {
        values.computeIfAbsent(header.key(), name -> new ArrayList<>(1)).add(header.value());
      }
    }
    if (values.isEmpty()) {
      return null;
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, List<byte[]>> entry : values.entrySet()) {
        json.writeFieldName(entry.getKey());
        write(json, entry.getKey(), entry.getValue(), encoding);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return StringData.fromString(text.toString());
  }

  /** Of what {@link #of} wrote of all headers, a part; null where there is none. */
  @Nullable
  static StringData part(@Nullable StringData all, Part part) {
    if (all == null || part == Part.ALL) {
      return all;
    }
    StringWriter text = new StringWriter();
    boolean empty = true;
    try (JsonParser parser = FACTORY.createParser(all.toString());
        JsonGenerator json = FACTORY.createGenerator(text)) {
      parser.nextToken();
      json.writeStartObject();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        if (part.contains(name)) {
          empty = false;
          json.writeFieldName(name);
          json.copyCurrentStructure(parser);
        } else {
          parser.skipChildren();
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return empty ? null : StringData.fromString(text.toString());
  }

  private static void write(
      JsonGenerator json, String name, List<byte[]> values, HeaderEncoding encoding)
      throws IOException {
    if (values.size() > 1) {
      json.writeStartArray();
    }
    for (byte[] value : values) {
      if (value == null) {
        json.writeNull();
        continue;
      }
      Optional<AmqpValue> amqp =
          encoding == HeaderEncoding.AMQP ? SystemProperties.decode(name, value) : Optional.empty();
      if (amqp.isPresent()) {
        write(json, amqp.get().value());
      } else {
        writePlain(json, value);
      }
    }
    if (values.size() > 1) {
      json.writeEndArray();
    }
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof byte[] bytes) {
      writeBytes(json, bytes);
    } else if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      json.writeNumber(number.toString());
    } else {
      json.writeString(value.toString());
    }
  }

  private static void writePlain(JsonGenerator json, byte[] value) throws IOException {
    try {
      // A new decoder reports malformed input; the String constructor would replace it.
      json.writeString(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
    } catch (CharacterCodingException e) {
      writeBytes(json, value);
    }
  }

  private static void writeBytes(JsonGenerator json, byte[] value) throws IOException {
    json.writeStartObject();
    json.writeFieldName("base64");
    json.writeBinary(value);
    json.writeEndObject();
  }
}
