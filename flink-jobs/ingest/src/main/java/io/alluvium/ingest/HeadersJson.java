package io.alluvium.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
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
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Headers as a JSON object without loss: a value is text where it is UTF-8 and {@code {"base64":
 * "…"}} otherwise, and the values of a repeated name are an array.
 */
final class HeadersJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private HeadersJson() {}

  static String of(Headers headers) {
    Map<String, List<byte[]>> values = new LinkedHashMap<>();
    for (Header header : headers) {
      values.computeIfAbsent(header.key(), name -> new ArrayList<>()).add(header.value());
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, List<byte[]>> entry : values.entrySet()) {
        json.writeFieldName(entry.getKey());
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, List<byte[]> values) throws IOException {
    if (values.size() == 1) {
      write(json, values.get(0));
      return;
    }
    json.writeStartArray();
    for (byte[] value : values) {
      write(json, value);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, byte[] value) throws IOException {
    if (value == null) {
      json.writeNull();
      return;
    }
    try {
      // A new decoder reports malformed input; the String constructor would replace it.
      json.writeString(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
    } catch (CharacterCodingException e) {
      json.writeStartObject();
      json.writeFieldName("base64");
      json.writeBinary(value);
      json.writeEndObject();
    }
  }
}
