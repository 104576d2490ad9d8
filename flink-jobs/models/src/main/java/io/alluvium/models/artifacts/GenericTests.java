package io.alluvium.models.artifacts;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.graph.Node.SeedNode;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.project.ColumnProperties;
import io.alluvium.models.project.Project;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The data tests that YAML gives to tables and columns. */
final class GenericTests {
  private final String project;
  private final ModelGraph graph;
  private final Map<String, GenericTest> tests = new LinkedHashMap<>();

  GenericTests(Project project, ModelGraph graph) {
    this.project = project.settings().name();
    this.graph = graph;
  }

  /**
   * One of them.
   *
   * @param tested the node whose rows it is about
   */
  record GenericTest(Node tested, Map<String, Object> json) {}

  /** By their ids. */
  Map<String, GenericTest> all() {
    for (Node node : graph.order()) {
      if (node instanceof ModelNode model) {
        add(node, model.model().properties().tests(), model.model().properties().columns());
      } else if (node instanceof SourceNode source) {
        add(node, source.source().tests(), source.source().columns());
      } else if (node instanceof SeedNode seed) {
        add(node, seed.seed().properties().tests(), seed.seed().properties().columns());
      }
    }
    return tests;
  }

  private void add(Node node, List<DefinitionValue> own, List<ColumnProperties> columns) {
    own.forEach(test -> add(node, Optional.empty(), test));
    columns.forEach(
        column -> column.tests().forEach(test -> add(node, Optional.of(column.name()), test)));
  }

  private void add(Node node, Optional<String> column, DefinitionValue test) {
    String full = name(test);
    Map<String, Object> arguments = arguments(test, full);
    Map<String, Object> config = new LinkedHashMap<>();
    if (arguments.remove("config") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> config.put(String.valueOf(key), value));
    }
    config.putIfAbsent("severity", "ERROR");
    column.ifPresent(one -> arguments.put("column_name", one));
    int dot = full.lastIndexOf('.');
    String kind = full.substring(dot + 1);
    String table = node.name().replace('.', '_');
    String prefix = node instanceof SourceNode ? "source_" : "";
    String name = prefix + kind + "_" + table + column.map(one -> "_" + one).orElse("");
    String id =
        "test."
            + project
            + "."
            + name
            + "."
            + Checksum.of(full + arguments + node.id()).substring(0, 10);
    Map<String, Object> json =
        ManifestNodes.common(project, id, "test", name, node.file(), List.of(project, name));
    json.put("original_file_path", test.place().replaceAll(", line \\d+$", ""));
    json.put("database", "lake");
    json.put("schema", "dbt_test__audit");
    json.put("alias", name);
    json.put("checksum", Map.of("name", "none", "checksum", ""));
    json.put("config", config);
    json.put("column_name", column.orElse(null));
    json.put("attached_node", node instanceof SourceNode ? null : node.id());
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", kind);
    metadata.put("kwargs", arguments);
    metadata.put("namespace", dot < 0 ? null : full.substring(0, dot));
    json.put("test_metadata", metadata);
    json.put("depends_on", Map.of("macros", List.of(), "nodes", List.of(node.id())));
    tests.put(id, new GenericTest(node, json));
  }

  private static String name(DefinitionValue test) {
    if (test.isText()) {
      return test.text();
    }
    Map<String, DefinitionValue> fields = test.fields();
    if (fields.containsKey("test_name")) {
      return fields.get("test_name").text();
    }
    if (fields.isEmpty()) {
      throw test.error("must name a test");
    }
    return fields.keySet().iterator().next();
  }

  private static Map<String, Object> arguments(DefinitionValue test, String name) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (test.isText()) {
      return arguments;
    }
    test.get(name)
        .filter(DefinitionValue::isObject)
        .ifPresent(
            given -> given.fields().forEach((key, value) -> arguments.put(key, value.plain())));
    test.fields()
        .forEach(
            (key, value) -> {
              if (!key.equals(name) && !key.equals("test_name")) {
                arguments.put(key, value.plain());
              }
            });
    if (arguments.remove("arguments") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> arguments.put(String.valueOf(key), value));
    }
    return arguments;
  }
}
