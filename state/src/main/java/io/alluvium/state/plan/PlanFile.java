package io.alluvium.state.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A compiled plan of Flink's, {@code COMPILE PLAN} or {@code models compile} has written it. */
public final class PlanFile {
  /** Of options of a node by which a plan carries the digests of the functions that it calls. */
  private static final String FUNCTION = "alluvium.function.";

  private static final String PREFIX = "stream-exec-";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectNode root;
  private final List<PlanNode> nodes;

  private PlanFile(ObjectNode root, List<PlanNode> nodes) {
    this.root = root;
    this.nodes = nodes;
  }

  /**
   * @throws StateException where the file is none, or no plan of streams
   */
  public static PlanFile read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new StateException("There is no plan " + file, e);
    } catch (IOException e) {
      throw new StateException("The plan " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * @param name for messages
   */
  public static PlanFile parse(String json, String name) {
    try {
      if (JSON.readTree(json) instanceof ObjectNode root && root.has("nodes")) {
        return new PlanFile(root, nodes(root, name));
      }
    } catch (JsonProcessingException e) {
      throw new StateException(
          name + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
    }
    throw new StateException(name + " is not a compiled plan: it has no nodes");
  }

  private static List<PlanNode> nodes(ObjectNode root, String name) {
    Map<Integer, List<Integer>> inputs = new LinkedHashMap<>();
    for (JsonNode edge : root.path("edges")) {
      inputs
          .computeIfAbsent(edge.path("target").asInt(), id -> new ArrayList<>())
          .add(edge.path("source").asInt());
    }
    Map<Integer, ObjectNode> fields = new LinkedHashMap<>();
    root.path("nodes").forEach(node -> fields.put(node.path("id").asInt(), (ObjectNode) node));
    Map<Integer, PlanNode> made = new LinkedHashMap<>();
    fields.keySet().forEach(id -> make(id, fields, inputs, made, name));
    return List.copyOf(made.values());
  }

  private static PlanNode make(
      int id,
      Map<Integer, ObjectNode> fields,
      Map<Integer, List<Integer>> inputs,
      Map<Integer, PlanNode> made,
      String name) {
    PlanNode known = made.get(id);
    if (known != null) {
      return known;
    }
    ObjectNode own = fields.get(id);
    String type = own == null ? "" : own.path("type").asText();
    if (!type.startsWith(PREFIX)) {
      throw new StateException(name + ": node " + id + " is none of a streaming plan: " + type);
    }
    List<PlanNode> above = new ArrayList<>();
    for (int input : inputs.getOrDefault(id, List.of())) {
      above.add(make(input, fields, inputs, made, name));
    }
    PlanNode node =
        new PlanNode(id, type.substring(PREFIX.length(), type.lastIndexOf('_')), own, above);
    made.put(id, node);
    return node;
  }

  /** The plans of parts of a job as one. */
  public static PlanFile union(List<PlanFile> parts) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode nodes = root.putArray("nodes");
    ArrayNode edges = root.putArray("edges");
    int offset = 0;
    for (PlanFile part : parts) {
      int last = 0;
      root.set("flinkVersion", part.root.path("flinkVersion"));
      for (JsonNode node : part.root.path("nodes")) {
        ObjectNode copy = node.deepCopy();
        int id = node.path("id").asInt();
        last = Math.max(last, id);
        nodes.add(copy.put("id", offset + id));
      }
      for (JsonNode edge : part.root.path("edges")) {
        ObjectNode copy = edge.deepCopy();
        copy.put("source", offset + edge.path("source").asInt());
        edges.add(copy.put("target", offset + edge.path("target").asInt()));
      }
      offset += last;
    }
    return new PlanFile(root, nodes(root, "the plan"));
  }

  /** All operators, each behind its inputs. */
  public List<PlanNode> nodes() {
    return nodes;
  }

  /** The release of Flink that the plan is of, such as {@code 1.20}. */
  public String flinkVersion() {
    return root.path("flinkVersion").asText();
  }

  /** The digests of the code of functions that the plan carries, by name. */
  public Map<String, String> functions() {
    Map<String, String> functions = new TreeMap<>();
    for (PlanNode node : nodes) {
      node.fields()
          .path("configuration")
          .fields()
          .forEachRemaining(
              option -> {
                if (option.getKey().startsWith(FUNCTION)) {
                  functions.put(
                      option.getKey().substring(FUNCTION.length()), option.getValue().asText());
                }
              });
    }
    return functions;
  }

  /**
   * Lets the plan carry the digests of functions, of which it has but the names.
   *
   * @param digests by name
   */
  public void carry(Map<String, String> digests) {
    if (!nodes.isEmpty()) {
      ObjectNode configuration = nodes.get(0).fields().withObjectProperty("configuration");
      digests.forEach((name, digest) -> configuration.put(FUNCTION + name, digest));
    }
  }

  /** As a text that Flink loads. */
  public String json() {
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
