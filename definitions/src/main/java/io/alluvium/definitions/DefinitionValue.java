package io.alluvium.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;

/**
 * A value of a {@link Definition}, which knows its place in the file. The accessors throw a {@link
 * DefinitionException} where the value is of another kind.
 */
public final class DefinitionValue {
  private final Definition definition;
  private final JsonNode node;
  private final String pointer;

  DefinitionValue(Definition definition, JsonNode node, String pointer) {
    this.definition = definition;
    this.node = node;
    this.pointer = pointer;
  }

  /** A field of this object; empty where it is absent or has no value. */
  public Optional<DefinitionValue> get(String field) {
    JsonNode value = node.get(field);
    return value == null ? Optional.empty() : Optional.of(child(field, value));
  }

  /** A field of this object that must be there. */
  public DefinitionValue required(String field) {
    return get(field).orElseThrow(() -> error("field '" + field + "' is missing"));
  }

  public boolean isText() {
    return node.isTextual();
  }

  public boolean isObject() {
    return node.isObject();
  }

  public boolean isList() {
    return node.isArray();
  }

  /** Also of a number or a truth value, as it is written in the file. */
  public String text() {
    if (!node.isValueNode()) {
      throw error("must be a text");
    }
    return node.asText();
  }

  /** A value that must come from a variable or a file, and not stand in the definition. */
  public Secret secret() {
    if (!definition.isExpanded(pointer)) {
      throw error(
          "is a secret, which must not stand in a file like this; write ${NAME} for an environment"
              + " variable or ${file:/path} for a file's content");
    }
    return new Secret(text());
  }

  public int integer() {
    try {
      return decimalNumber("must be a whole number").intValueExact();
    } catch (ArithmeticException e) {
      throw error("must be a whole number");
    }
  }

  public long number() {
    try {
      return decimalNumber("must be a whole number").longValueExact();
    } catch (ArithmeticException e) {
      throw error("must be a whole number");
    }
  }

  public double decimal() {
    return decimalNumber("must be a number").doubleValue();
  }

  /** Also of a text, which is what a variable gives. */
  private BigDecimal decimalNumber(String problem) {
    if (node.isNumber()) {
      return node.decimalValue();
    }
    try {
      return new BigDecimal(node.isTextual() ? node.textValue().strip() : "");
    } catch (NumberFormatException e) {
      throw error(problem);
    }
  }

  public boolean bool() {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return switch (node.isTextual() ? node.textValue().strip() : "") {
      case "true" -> true;
      case "false" -> false;
      default -> throw error("must be true or false");
    };
  }

  /** Such as {@code 10 s}, {@code 5 min} or {@code 1 h}; a number alone is milliseconds. */
  public Duration duration() {
    try {
      return TimeUtils.parseDuration(text());
    } catch (IllegalArgumentException e) {
      throw error("must be a duration such as '10 s', '5 min' or '1 d'");
    }
  }

  /** Such as {@code 64 kb} or {@code 1 mb}; a number alone is bytes. */
  public MemorySize bytes() {
    try {
      return MemorySize.parse(text());
    } catch (IllegalArgumentException e) {
      throw error("must be a size such as '64 kb' or '1 mb'");
    }
  }

  public List<DefinitionValue> items() {
    if (!node.isArray()) {
      throw error("must be a list");
    }
    List<DefinitionValue> items = new ArrayList<>();
    for (JsonNode item : node) {
      items.add(new DefinitionValue(definition, item, pointer + "/" + items.size()));
    }
    return List.copyOf(items);
  }

  /** The fields of this object that have a value, in their order. */
  public Map<String, DefinitionValue> fields() {
    if (!node.isObject()) {
      throw error("must have fields");
    }
    Map<String, DefinitionValue> fields = new LinkedHashMap<>();
    node.fields()
        .forEachRemaining(
            field -> fields.put(field.getKey(), child(field.getKey(), field.getValue())));
    return fields;
  }

  /** The names of all fields of this object, those without a value last. */
  public List<String> names() {
    List<String> names = new ArrayList<>(fields().keySet());
    names.addAll(definition.emptyFields(pointer));
    return names;
  }

  /**
   * As plain Java: a Map, a List, a String, a Boolean, a Long or a Double. For parts of a
   * definition whose fields are of the user's own choice.
   */
  public Object plain() {
    if (node.isObject()) {
      Map<String, Object> values = new LinkedHashMap<>();
      fields().forEach((name, value) -> values.put(name, value.plain()));
      return values;
    } else if (node.isArray()) {
      return items().stream().map(DefinitionValue::plain).toList();
    } else if (node.isBoolean()) {
      return node.booleanValue();
    } else if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    } else if (node.isNumber()) {
      return node.doubleValue();
    }
    return node.asText();
  }

  /** Where the value stands, such as {@code models.yml, line 7}. */
  public String place() {
    return definition.place(pointer);
  }

  private DefinitionValue child(String field, JsonNode value) {
    return new DefinitionValue(definition, value, pointer + "/" + Pointers.escape(field));
  }

  /** To throw where the value is wrong; the message names file, line and field. */
  public DefinitionException error(String problem) {
    return definition.error(pointer, problem);
  }

  JsonNode node() {
    return node;
  }

  Definition definition() {
    return definition;
  }
}
