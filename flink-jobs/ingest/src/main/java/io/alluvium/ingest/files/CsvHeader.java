package io.alluvium.ingest.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.data.StringData;

/**
 * The names of a CSV file's fields as its dead letters keep them: without its header a line has no
 * meaning.
 */
final class CsvHeader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FIELDS = "fields";

  private CsvHeader() {}

  static StringData toJson(List<String> names) {
    try {
      return StringData.fromString(JSON.writeValueAsString(Map.of(FIELDS, names)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts are JSON", e);
    }
  }

  /** Empty where there are none. */
  static List<String> names(@Nullable StringData json) {
    List<String> names = new ArrayList<>();
    if (json != null) {
      try {
        for (JsonNode name : JSON.readTree(json.toString()).path(FIELDS)) {
          names.add(name.asText());
        }
      } catch (JsonProcessingException e) {
        // What is no JSON names no fields.
        return List.of();
      }
    }
    return names;
  }
}
