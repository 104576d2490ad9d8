package io.alluvium.models.artifacts;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.graph.Node.SeedNode;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.project.Project;
import io.alluvium.models.project.SourceFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** dbt's {@code manifest.json}, version 12, of a compiled project. */
public final class Manifest {
  private final Invocation invocation;
  private final Project project;
  private final ModelGraph graph;
  private final CompiledModels compiled;
  private final ManifestNodes nodes;
  private final Map<String, Object> root = new LinkedHashMap<>();
  private final Map<String, List<String>> parents = new LinkedHashMap<>();
  private final Map<String, List<String>> children = new LinkedHashMap<>();

  public Manifest(
      Invocation invocation, Project project, ModelGraph graph, Map<String, JobScript> scripts) {
    this.invocation = invocation;
    this.project = project;
    this.graph = graph;
    this.nodes = new ManifestNodes(project, graph);
    this.compiled = CompiledModels.of(scripts);
  }

  public String json() {
    root.put("metadata", metadata());
    Map<String, Object> all = new LinkedHashMap<>();
    Map<String, Object> sources = new LinkedHashMap<>();
    for (Node node : graph.order()) {
      parents.put(node.id(), graph.parents(node).stream().map(Node::id).toList());
      children.put(
          node.id(), new ArrayList<>(graph.children(node).stream().map(Node::id).toList()));
      if (node instanceof SourceNode source) {
        sources.put(node.id(), nodes.source(source));
      } else if (node instanceof ModelNode model) {
        all.put(node.id(), nodes.model(model, compiled.of(model).orElse(null)));
      } else if (node instanceof SeedNode seed) {
        all.put(node.id(), nodes.seed(seed));
      }
    }
    tests(all);
    root.put("nodes", all);
    root.put("sources", sources);
    root.put("macros", nodes.macros());
    root.put("docs", Map.of());
    root.put("exposures", exposures());
    root.put("metrics", Map.of());
    root.put("groups", Map.of());
    root.put("selectors", Map.of());
    root.put("disabled", Map.of());
    Map<String, Object> unitTests = unitTests();
    root.put("parent_map", parents);
    root.put("child_map", children);
    root.put("group_map", Map.of());
    root.put("saved_queries", Map.of());
    root.put("semantic_models", Map.of());
    root.put("unit_tests", unitTests);
    return JsonText.of(root);
  }

  private Map<String, Object> metadata() {
    Map<String, Object> metadata = invocation.metadata("manifest", 12, Instant.now());
    metadata.put("project_name", project.settings().name());
    metadata.put("project_id", null);
    metadata.put("user_id", null);
    metadata.put("send_anonymous_usage_stats", false);
    metadata.put("adapter_type", "flink");
    return metadata;
  }

  private void tests(Map<String, Object> all) {
    ManifestTests json = new ManifestTests(graph);
    GenericTests.of(graph)
        .forEach(
            (id, test) -> {
              all.put(id, json.json(test));
              link(id, json.reads(test));
            });
    for (SourceFile test : project.singularTests()) {
      Map<String, Object> node = json.json(test);
      String id = (String) node.get("unique_id");
      all.put(id, node);
      link(id, json.reads(test));
    }
  }

  private void link(String id, List<Node> reads) {
    parents.put(id, reads.stream().map(Node::id).toList());
    children.put(id, List.of());
    reads.forEach(node -> children.get(node.id()).add(id));
  }

  private Map<String, Object> exposures() {
    Map<String, Object> exposures = new LinkedHashMap<>();
    for (DefinitionValue exposure : project.exposures()) {
      Map<String, Object> json = nodes.exposure(exposure);
      String id = (String) json.get("unique_id");
      exposures.put(id, json);
      link(id, Exposures.reads(graph, exposure));
    }
    return exposures;
  }

  private Map<String, Object> unitTests() {
    Map<String, Object> tests = new LinkedHashMap<>();
    for (DefinitionValue test : project.unitTests()) {
      DefinitionValue tested = test.required("model");
      if (!(graph.named(tested.text()) instanceof ModelNode model)) {
        throw tested.error("there is no model '" + tested.text() + "'");
      }
      Map<String, Object> json = nodes.unitTest(test, model);
      String id = (String) json.get("unique_id");
      tests.put(id, json);
      link(id, List.of(model));
    }
    return tests;
  }
}
