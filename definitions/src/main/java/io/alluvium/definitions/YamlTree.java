package io.alluvium.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2 into a JSON tree, remembers the line of each value, and expands variables. */
final class YamlTree {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_VALUES = 100_000;
  private static final int MAX_CHARACTERS = 1 << 22;
  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

  private final String file;
  private final Variables variables;
  private final Map<String, Integer> lines = new HashMap<>();
  private final Set<String> expanded = new HashSet<>();
  private final Map<String, List<String>> empty = new HashMap<>();
  private int values;

  private YamlTree(String file, Variables variables) {
    this.file = file;
    this.variables = variables;
  }

  /**
   * @param lines by JSON pointer, from 1
   * @param expanded pointers of values that came, at least in part, from elsewhere
   * @param empty names of the fields without a value, by the pointer of their object
   */
  record Result(
      JsonNode root,
      Map<String, Integer> lines,
      Set<String> expanded,
      Map<String, List<String>> empty) {}

  static Result read(String file, String yaml, Variables variables) {
    YamlTree tree = new YamlTree(file, variables);
    try {
      Optional<Node> node =
          new Compose(
                  LoadSettings.builder()
                      .setLabel(file)
                      .setSchema(new CoreSchema())
                      .setCodePointLimit(MAX_CHARACTERS)
                      .build())
              .composeString(yaml);
      if (node.isEmpty()) {
        throw new DefinitionException(file + ": the file is empty");
      }
      return new Result(tree.value(node.get(), "", 0), tree.lines, tree.expanded, tree.empty);
    } catch (MarkedYamlEngineException e) {
      String place = e.getProblemMark().map(mark -> ", line " + (mark.getLine() + 1)).orElse("");
      throw new DefinitionException(file + place + ": not valid YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new DefinitionException(
          file + ": not valid YAML: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
  }

  private JsonNode value(Node node, String pointer, int depth) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    lines.putIfAbsent(pointer, line);
    // Aliases repeat a value without repeating its text.
    if (++values > MAX_VALUES || depth > MAX_DEPTH) {
      throw new DefinitionException(
          file + ", line " + line + ": too many or too deeply nested values");
    }
    if (node instanceof MappingNode mapping) {
      return object(mapping, pointer, depth);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = JSON.arrayNode();
      for (Node item : sequence.getValue()) {
        array.add(value(item, pointer + "/" + array.size(), depth + 1));
      }
      return array;
    }
    return scalar((ScalarNode) node, pointer, line);
  }

  private ObjectNode object(MappingNode mapping, String pointer, int depth) {
    ObjectNode object = JSON.objectNode();
    Set<String> names = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = tuple.getKeyNode().getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new DefinitionException(file + ", line " + line + ": a field's name must be a text");
      }
      String name = key.getValue();
      if (!names.add(name)) {
        throw new DefinitionException(
            file + ", line " + line + ": field '" + name + "' is there twice; remove one");
      }
      String child = pointer + "/" + Pointers.escape(name);
      // The name's line: a value may begin on a later one.
      lines.put(child, line);
      JsonNode value = value(tuple.getValueNode(), child, depth + 1);
      // A field without a value is as good as absent.
      if (value.isNull()) {
        empty.computeIfAbsent(pointer, any -> new ArrayList<>()).add(name);
      } else {
        object.set(name, value);
      }
    }
    return object;
  }

  private JsonNode scalar(ScalarNode node, String pointer, int line) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (Variables.occurIn(text) || text.contains("$${")) {
      boolean isReference = Variables.occurIn(text);
      if (isReference) {
        expanded.add(pointer);
      }
      try {
        text = variables.expand(text);
      } catch (Variables.UnresolvedException e) {
        throw new DefinitionException(
            file + ", line " + line + ": " + Pointers.name(pointer) + ": " + e.getMessage(), e);
      }
      // A text whatever it looks like: as a number a password would lose its first zeros. Where a
      // number is meant, the schema and the accessors take its text.
      boolean isNothing =
          isReference && text.isEmpty() && node.getScalarStyle() == ScalarStyle.PLAIN;
      return isNothing ? JSON.nullNode() : JSON.textNode(text);
    }
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    } else if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    } else if (tag.equals(Tag.INT)) {
      return integer(text);
    } else if (tag.equals(Tag.FLOAT) && !text.contains(".inf") && !text.contains(".nan")) {
      return JSON.numberNode(new BigDecimal(text));
    }
    return JSON.textNode(text);
  }

  private static JsonNode integer(String text) {
    if (text.startsWith("0x")) {
      return JSON.numberNode(new BigInteger(text.substring(2), 16));
    } else if (text.startsWith("0o")) {
      return JSON.numberNode(new BigInteger(text.substring(2), 8));
    }
    return JSON.numberNode(new BigInteger(text.startsWith("+") ? text.substring(1) : text));
  }
}
