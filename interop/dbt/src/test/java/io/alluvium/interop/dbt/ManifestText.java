package io.alluvium.interop.dbt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a manifest says of a project, a line a fact, by which two manifests can be compared. */
final class ManifestText {
  private static final ObjectMapper SORTED =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  private static final List<String> MODEL =
      List.of(
          "/fqn",
          "/original_file_path",
          "/path",
          "/alias",
          "/description",
          "/tags",
          "/meta",
          "/checksum/checksum",
          "/refs",
          "/sources",
          "/patch_path",
          "/raw_code",
          "/language",
          "/contract/enforced",
          "/config/materialized",
          "/config/unique_key",
          "/config/tags",
          "/config/meta",
          "/config/enabled",
          "/config/job",
          "/config/schema",
          "/config/contract/enforced");
  private static final List<String> SOURCE =
      List.of(
          "/fqn",
          "/original_file_path",
          "/path",
          "/name",
          "/source_name",
          "/identifier",
          "/schema",
          "/loader",
          "/description",
          "/source_description",
          "/loaded_at_field",
          "/freshness/warn_after",
          "/tags");
  private static final List<String> OTHER =
      List.of(
          "/fqn",
          "/original_file_path",
          "/description",
          "/type",
          "/owner",
          "/maturity",
          "/url",
          "/refs",
          "/sources",
          "/model",
          "/given",
          "/expect");
  private static final List<String> TEST =
      List.of(
          "/unique_id",
          "/fqn",
          "/alias",
          "/path",
          "/original_file_path",
          "/config/severity",
          "/refs",
          "/sources",
          "/test_metadata",
          "/column_name");

  private final Set<String> lines = new TreeSet<>();

  private ManifestText() {}

  /** The facts that only one of two manifests has. */
  static List<String> differences(JsonNode ours, JsonNode theirs) {
    Set<String> here = of(ours);
    Set<String> there = of(theirs);
    List<String> differences = new ArrayList<>();
    here.stream()
        .filter(line -> !there.contains(line))
        .forEach(line -> differences.add("ours:   " + line));
    there.stream()
        .filter(line -> !here.contains(line))
        .forEach(line -> differences.add("theirs: " + line));
    return differences;
  }

  private static Set<String> of(JsonNode manifest) {
    ManifestText text = new ManifestText();
    text.nodes(manifest.path("nodes"));
    text.add(manifest.path("sources"), SOURCE);
    text.add(manifest.path("exposures"), OTHER);
    text.add(manifest.path("unit_tests"), OTHER);
    text.macros(manifest);
    return text.lines;
  }

  private void nodes(JsonNode nodes) {
    Map<String, JsonNode> tests = new TreeMap<>();
    sorted(nodes)
        .forEach(
            (id, node) -> {
              switch (node.path("resource_type").asText()) {
                case "model", "seed", "snapshot" -> add(id, node, MODEL);
                case "test" -> tests.put(test(node), node);
                default -> {
                  // Statements before a run are nodes of dbt only.
                }
              }
            });
    tests.forEach((name, node) -> add(name, node, TEST));
  }

  /** The ids of tests end with a digest of each writer's own. */
  private static String test(JsonNode test) {
    return "test " + test.path("name").asText() + " of " + test.path("attached_node").asText();
  }

  private void add(JsonNode nodes, List<String> facts) {
    sorted(nodes).forEach((id, node) -> add(id, node, facts));
  }

  private void add(String id, JsonNode node, List<String> facts) {
    lines.add(id);
    for (String fact : facts) {
      JsonNode value = node.at(fact);
      if (!value.isMissingNode()
          && !value.isNull()
          && !(value.isContainerNode() && value.isEmpty())) {
        lines.add(id + " " + fact + " " + text(value));
      }
    }
    Collection<String> reads = new TreeSet<>();
    node.at("/depends_on/nodes").forEach(one -> reads.add(one.asText()));
    lines.add(id + " reads " + reads);
    for (JsonNode column : node.path("columns")) {
      lines.add(
          id
              + " column "
              + column.path("name").asText()
              + ": "
              + column.path("description").asText()
              + " "
              + column.path("meta"));
    }
  }

  /** With the keys of objects in order: to dbt it means nothing. */
  private static String text(JsonNode value) {
    try {
      return SORTED.writeValueAsString(withPlainRows(SORTED.treeToValue(value, Object.class)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The rows of unit tests as what they mean. dbt puts a row with all columns first, gives it nulls
   * for those that the test leaves out, and writes times as in ISO 8601, as they are read from
   * YAML.
   */
  private static Object withPlainRows(Object value) throws JsonProcessingException {
    if (value instanceof List<?> list) {
      List<Object> plain = new ArrayList<>();
      for (Object one : list) {
        plain.add(withPlainRows(one));
      }
      return plain;
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<Object, Object> plain = new LinkedHashMap<>();
    for (Map.Entry<?, ?> field : map.entrySet()) {
      boolean isRows = field.getKey().equals("rows") && field.getValue() instanceof List;
      plain.put(
          field.getKey(),
          isRows ? plainRows((List<?>) field.getValue()) : withPlainRows(field.getValue()));
    }
    return plain;
  }

  private static List<String> plainRows(List<?> rows) throws JsonProcessingException {
    List<String> plain = new ArrayList<>();
    for (Object row : rows) {
      Map<String, Object> values = new TreeMap<>();
      ((Map<?, ?>) row)
          .forEach(
              (column, value) -> {
                if (value != null) {
                  values.put(column.toString(), value);
                }
              });
      plain.add(
          SORTED
              .writeValueAsString(values)
              .replaceAll("(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d)", "$1 $2"));
    }
    return plain.stream().sorted().toList();
  }

  private void macros(JsonNode manifest) {
    String own = manifest.at("/metadata/project_name").asText();
    sorted(manifest.path("macros"))
        .forEach(
            (id, macro) -> {
              if (macro.path("package_name").asText().equals(own)) {
                lines.add(id + " " + macro.path("original_file_path").asText());
              }
            });
  }

  private static Map<String, JsonNode> sorted(JsonNode nodes) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    for (Iterator<Map.Entry<String, JsonNode>> all = nodes.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> one = all.next();
      sorted.put(one.getKey(), one.getValue());
    }
    return sorted;
  }
}
