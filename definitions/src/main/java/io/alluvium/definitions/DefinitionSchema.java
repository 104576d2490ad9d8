package io.alluvium.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Comparator;
import java.util.Locale;

/** What a definition may say: a JSON schema (draft 2020-12), a resource of the class path. */
public final class DefinitionSchema {
  private final JsonNode document;
  private final JsonSchema schema;

  private DefinitionSchema(JsonNode document) {
    this.document = document;
    this.schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                document,
                SchemaValidatorsConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .locale(Locale.ENGLISH)
                    .build());
  }

  /**
   * @param name of the resource beside {@code neighbour}; it may refer to parts of others
   */
  public static DefinitionSchema resource(Class<?> neighbour, String name) {
    return new DefinitionSchema(SharedParts.read(neighbour, name));
  }

  /** The schema itself. */
  JsonNode document() {
    return document;
  }

  /**
   * @throws DefinitionException of the first problem in the file
   */
  void check(DefinitionValue root) {
    schema.validate(root.node()).stream()
        .filter(message -> !isSpeltOut(root.definition(), message))
        .map(message -> problem(root.definition(), message))
        .min(Comparator.comparing(Problem::rank).thenComparing(Problem::pointer))
        .ifPresent(
            problem -> {
              throw root.definition().error(problem.pointer(), problem.text());
            });
  }

  /**
   * What comes from a variable is a text, and may spell the number or truth value that is meant.
   */
  private static boolean isSpeltOut(Definition definition, ValidationMessage message) {
    if (!"type".equals(message.getType())
        || !definition.isExpanded(message.getInstanceLocation().toString())) {
      return false;
    }
    String text = message.getInstanceNode().asText().strip();
    return switch (message.getSchemaNode().asText()) {
      case "integer" -> text.matches("[-+]?\\d{1,18}");
      case "number" -> text.matches("[-+]?\\d{1,18}(\\.\\d{1,18})?");
      case "boolean" -> text.equals("true") || text.equals("false");
      default -> false;
    };
  }

  private record Problem(String pointer, int rank, String text) {}

  private Problem problem(Definition definition, ValidationMessage message) {
    String pointer = message.getInstanceLocation().toString();
    String keyword = message.getType() == null ? "" : message.getType();
    return switch (keyword) {
      case "additionalProperties", "unevaluatedProperties" -> {
        String field = message.getProperty();
        String child = pointer + "/" + Pointers.escape(field);
        yield new Problem(child, 0, "there is no such field" + Similar.hint(field, known(message)));
      }
      case "required" ->
          new Problem(
              pointer, 2, "field '" + message.getProperty() + "' is missing" + meaning(message));
      case "type" -> new Problem(pointer, 1, "must be " + expectedType(message));
      case "enum" -> new Problem(pointer, 1, "must be one of " + values(message.getSchemaNode()));
      case "const" -> new Problem(pointer, 1, "must be " + message.getSchemaNode().asText());
      case "pattern" -> new Problem(pointer, 1, "does not look right" + meaningOf(message));
      default -> new Problem(pointer, 3, text(definition, pointer, message));
    };
  }

  /** Without the value, which may be a secret. */
  private static String text(Definition definition, String pointer, ValidationMessage message) {
    String error = message.getError();
    return error == null || definition.isExpanded(pointer)
        ? "does not satisfy '" + message.getType() + "'"
        : error;
  }

  private JsonNode parent(ValidationMessage message) {
    String fragment = message.getSchemaLocation().getFragment().toString();
    int last = fragment.lastIndexOf('/');
    return document.at(last <= 0 ? "" : fragment.substring(0, last));
  }

  private JsonNode known(ValidationMessage message) {
    return parent(message).path("properties");
  }

  private String meaning(ValidationMessage message) {
    return describe(parent(message).path("properties").path(message.getProperty()));
  }

  private String meaningOf(ValidationMessage message) {
    return describe(parent(message));
  }

  private static String describe(JsonNode schema) {
    String description = schema.path("description").asText("");
    return description.isEmpty() ? "" : ": " + description;
  }

  private static String expectedType(ValidationMessage message) {
    JsonNode types = message.getSchemaNode();
    return types.isArray() ? "one of " + values(types) : kind(types.asText());
  }

  private static String kind(String type) {
    return switch (type) {
      case "object" -> "fields with values";
      case "array" -> "a list";
      case "string" -> "a text (in quotes where it looks like something else)";
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      default -> "a " + type;
    };
  }

  private static String values(JsonNode list) {
    StringBuilder text = new StringBuilder();
    for (JsonNode value : list) {
      text.append(text.isEmpty() ? "" : ", ").append(value.asText());
    }
    return text.toString();
  }
}
