package io.alluvium.models.artifacts;

import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.project.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The data tests of a manifest. */
final class ManifestTests {
  private static final Pattern SEVERITY =
      Pattern.compile("config\\([^)]*severity\\s*=\\s*['\"](\\w+)['\"]");

  private final ModelGraph graph;

  ManifestTests(ModelGraph graph) {
    this.graph = graph;
  }

  /** The node, and those whose rows its arguments name. */
  List<Node> reads(GenericTest test) {
    Set<Node> reads = new LinkedHashSet<>();
    test.arguments().values().forEach(one -> reads.addAll(Calls.in(graph, String.valueOf(one))));
    reads.add(test.tested());
    return List.copyOf(reads);
  }

  Map<String, Object> json(GenericTest test) {
    String file = test.definition().place().replaceAll(", line \\d+$", "");
    Map<String, Object> json =
        ManifestNodes.common(
            graph.project(),
            test.id(),
            "test",
            test.alias(),
            test.alias() + ".sql",
            path(file, test.name()));
    json.put("original_file_path", file);
    json.put("database", ManifestNodes.DATABASE);
    json.put("schema", "dbt_test__audit");
    json.put("alias", test.alias());
    json.put("checksum", Map.of("name", "none", "checksum", ""));
    Map<String, Object> config = new LinkedHashMap<>(test.config());
    config.compute(
        "severity",
        (key, value) -> value == null ? "ERROR" : String.valueOf(value).toUpperCase(Locale.ROOT));
    config.put("materialized", "test");
    json.put("config", config);
    json.put("tags", config.getOrDefault("tags", List.of()));
    json.put("column_name", test.column().orElse(null));
    json.put("attached_node", test.tested() instanceof SourceNode ? null : test.tested().id());
    json.put("test_metadata", test.metadata());
    json.put("language", "sql");
    List<Node> reads = reads(test);
    json.put("refs", ManifestNodes.references(reads, false));
    json.put("sources", ManifestNodes.references(reads, true));
    json.put(
        "depends_on", Map.of("macros", List.of(), "nodes", reads.stream().map(Node::id).toList()));
    return json;
  }

  /** A test that is a file of SQL. */
  Map<String, Object> json(SourceFile file) {
    List<String> path = new ArrayList<>(List.of(graph.project()));
    path.addAll(file.folders());
    path.add(file.stem());
    Map<String, Object> json =
        ManifestNodes.common(
            graph.project(),
            "test." + graph.project() + "." + file.stem(),
            "test",
            file.stem(),
            file.name(),
            path);
    json.put("database", ManifestNodes.DATABASE);
    json.put("schema", "dbt_test__audit");
    json.put("alias", file.stem());
    json.put("checksum", ManifestNodes.checksum(file.text()));
    Matcher severity = SEVERITY.matcher(file.text());
    json.put(
        "config",
        Map.of(
            "severity",
            severity.find() ? severity.group(1).toUpperCase(Locale.ROOT) : "ERROR",
            "materialized",
            "test"));
    json.put("tags", List.of());
    json.put("language", "sql");
    json.put("raw_code", file.text().strip());
    List<Node> calls = Calls.in(graph, file.text());
    json.put("refs", ManifestNodes.references(calls, false));
    json.put("sources", ManifestNodes.references(calls, true));
    json.put(
        "depends_on",
        Map.of("macros", List.of(), "nodes", reads(file).stream().map(Node::id).toList()));
    return json;
  }

  /** The nodes whose rows a test looks at. */
  List<Node> reads(SourceFile file) {
    return List.copyOf(new LinkedHashSet<>(Calls.in(graph, file.text())));
  }

  private List<String> path(String file, String name) {
    List<String> path = new ArrayList<>();
    path.add(graph.project());
    List<String> folders = List.of(file.split("/"));
    if (folders.size() > 2) {
      path.addAll(folders.subList(1, folders.size() - 1));
    }
    path.add(name);
    return path;
  }
}
