package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of a table under the names that its files and statistics use.
 *
 * @param columns in order
 * @param partitions names of those that are partition columns
 */
record TableSchema(List<Column> columns, List<String> partitions) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param name in the data files: the physical name where the table maps columns
   * @param type the protocol's: text for a primitive type, an object for a nested one
   */
  record Column(String name, JsonNode type, JsonNode metadata) {

    boolean isPrimitive() {
      return type.isTextual();
    }

    /** The fields of a struct. */
    List<Column> fields(boolean mapped) {
      return columnsOf(type, mapped);
    }
  }

  static TableSchema of(JsonNode metaData) {
    JsonNode struct = parse(metaData.path("schemaString").asText("{}"));
    boolean mapped = isMapped(metaData);
    Map<String, String> physicalNames = new LinkedHashMap<>();
    for (JsonNode field : struct.path("fields")) {
      physicalNames.put(field.path("name").asText(), physicalName(field, mapped));
    }
    List<String> partitions = new ArrayList<>();
    for (JsonNode partition : metaData.path("partitionColumns")) {
      partitions.add(physicalNames.getOrDefault(partition.asText(), partition.asText()));
    }
    return new TableSchema(columnsOf(struct, mapped), partitions);
  }

  static boolean isMapped(JsonNode metaData) {
    String mode = metaData.path("configuration").path("delta.columnMapping.mode").asText("none");
    return !mode.equals("none");
  }

  private static JsonNode parse(String schema) {
    try {
      return schema.isEmpty() ? MissingNode.getInstance() : JSON.readTree(schema);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the table's schema is not JSON", e);
    }
  }

  private static List<Column> columnsOf(JsonNode struct, boolean mapped) {
    List<Column> columns = new ArrayList<>();
    for (JsonNode field : struct.path("fields")) {
      columns.add(
          new Column(physicalName(field, mapped), field.path("type"), field.path("metadata")));
    }
    return columns;
  }

  private static String physicalName(JsonNode field, boolean mapped) {
    String name = field.path("name").asText();
    return mapped
        ? field.path("metadata").path("delta.columnMapping.physicalName").asText(name)
        : name;
  }

  Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }
}
