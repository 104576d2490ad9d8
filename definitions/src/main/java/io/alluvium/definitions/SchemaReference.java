package io.alluvium.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * The reference of a definition in Markdown, from its schema: a table of fields for each object.
 *
 * <p>Takes {@code properties}, {@code items}, {@code additionalProperties}, {@code oneOf} and
 * {@code $ref} into {@code $defs} of the same document; what {@code if} and {@code then} add is to
 * be said in descriptions.
 */
public final class SchemaReference {
  private final JsonNode document;
  private final StringBuilder text = new StringBuilder();

  private SchemaReference(JsonNode document) {
    this.document = document;
  }

  public static String markdown(DefinitionSchema schema) {
    SchemaReference reference = new SchemaReference(schema.document());
    reference.text.append("| field | type | default | meaning |\n|---|---|---|---|\n");
    reference.rows(schema.document(), "");
    return reference.text.toString();
  }

  private void rows(JsonNode schema, String prefix) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    schema
        .path("properties")
        .fields()
        .forEachRemaining(
            field -> {
              JsonNode value = resolve(field.getValue());
              String name = prefix + field.getKey();
              row(name, field.getValue(), value, required.contains(field.getKey()));
              children(value, name);
            });
  }

  private void children(JsonNode value, String name) {
    rows(value, name + ".");
    if (value.has("items")) {
      rows(resolve(value.path("items")), name + "[].");
    }
    if (value.path("additionalProperties").isObject()) {
      rows(resolve(value.path("additionalProperties")), name + ".<name>.");
    }
    for (JsonNode alternative : value.path("oneOf")) {
      children(resolve(alternative), name);
    }
  }

  private void row(String name, JsonNode place, JsonNode value, boolean required) {
    JsonNode described = place.has("description") ? place : value;
    JsonNode standard = place.has("default") ? place.path("default") : value.path("default");
    text.append("| `").append(name).append("` | ").append(type(value)).append(" | ");
    if (!standard.isMissingNode()) {
      text.append('`')
          .append(standard.isTextual() ? standard.asText() : standard.toString())
          .append('`');
    } else if (required) {
      text.append("required");
    }
    text.append(" | ").append(described.path("description").asText().replace("|", "\\|"));
    JsonNode values = value.path("enum");
    if (values.isArray()) {
      StringBuilder list = new StringBuilder();
      values.forEach(
          one ->
              list.append(list.isEmpty() ? "" : ", ").append('`').append(one.asText()).append('`'));
      text.append(" One of ").append(list).append('.');
    }
    text.append(" |\n");
  }

  private String type(JsonNode value) {
    if (value.has("oneOf")) {
      StringBuilder types = new StringBuilder();
      value
          .path("oneOf")
          .forEach(one -> types.append(types.isEmpty() ? "" : " or ").append(type(resolve(one))));
      return types.toString();
    }
    JsonNode type = value.path("type");
    if (type.isArray()) {
      StringBuilder types = new StringBuilder();
      type.forEach(one -> types.append(types.isEmpty() ? "" : " or ").append(one.asText()));
      return types.toString();
    }
    if (type.asText().equals("array")) {
      return "list of " + type(resolve(value.path("items")));
    }
    return type.asText("any");
  }

  private JsonNode resolve(JsonNode schema) {
    String reference = schema.path("$ref").asText("");
    return reference.startsWith("#/") ? document.at(reference.substring(1)) : schema;
  }
}
