package io.alluvium.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes what a schema shares with others into the schema, so that it is whole by itself: {@code
 * {"$ref": "/io/alluvium/columns.schema.json#/$defs/column"}} becomes a reference into the schema's
 * own {@code $defs}. The file is a resource beside a class, or from the class path's root on;
 * {@code ..} does not lead out of a folder in a jar.
 */
final class SharedParts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REFERENCE = "$ref";
  private static final String DEFINITIONS = "$defs";

  private final Class<?> neighbour;
  private final ObjectNode document;

  /** By the name that it has here, where a part came from. */
  private final Map<String, String> sources = new HashMap<>();

  private SharedParts(Class<?> neighbour, ObjectNode document) {
    this.neighbour = neighbour;
    this.document = document;
  }

  /** The resource beside {@code neighbour}, with all that it refers to. */
  static JsonNode read(Class<?> neighbour, String name) {
    ObjectNode document = (ObjectNode) file(neighbour, name);
    new SharedParts(neighbour, document).take(document, "");
    return document;
  }

  private static JsonNode file(Class<?> neighbour, String name) {
    try (InputStream in = neighbour.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("There is no resource " + name + " beside " + neighbour);
      }
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param file that the node is of; empty for the schema's own
   */
  private void take(JsonNode node, String file) {
    if (node instanceof ObjectNode object && object.path(REFERENCE).isTextual()) {
      String reference = object.path(REFERENCE).asText();
      int hash = reference.indexOf('#');
      String from = hash == 0 ? file : reference.substring(0, hash);
      if (!from.isEmpty()) {
        object.put(REFERENCE, taken(from, reference.substring(hash + 1)));
      }
    }
    // A copy, as definitions are added meanwhile; these are looked at when they are.
    List<JsonNode> children = new ArrayList<>();
    node.forEach(children::add);
    children.forEach(child -> take(child, file));
  }

  /** The place in the schema's own definitions of a part of a file. */
  private String taken(String file, String pointer) {
    String name = pointer.substring(pointer.lastIndexOf('/') + 1);
    String source = file + "#" + pointer;
    String known = sources.putIfAbsent(name, source);
    if (known == null) {
      ObjectNode definitions = document.withObjectProperty(DEFINITIONS);
      JsonNode part = file(neighbour, file).at(pointer);
      if (part.isMissingNode() || definitions.has(name)) {
        throw new IllegalArgumentException(source + " is not there, or its name is taken");
      }
      definitions.set(name, part);
      take(part, file);
    } else if (!known.equals(source)) {
      throw new IllegalArgumentException(
          "Both " + known + " and " + source + " are '" + name + "'");
    }
    return "#/" + DEFINITIONS + "/" + name;
  }
}
