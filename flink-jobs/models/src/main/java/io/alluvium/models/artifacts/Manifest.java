package io.alluvium.models.artifacts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.alluvium.definitions.DefinitionValue;
import io.alluvium.models.compile.CompiledModel;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.graph.Node.SeedNode;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.project.Project;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** dbt's {@code manifest.json}, version 12, of a compiled project. */
public final class Manifest {
  private static final String SCHEMA = "https://schemas.getdbt.com/dbt/manifest/v12.json";

  /** The version of dbt whose format this is: readers decide by it. */
  private static final String FORMAT_OF = "1.9.0";

  private final Project project;
  private final ModelGraph graph;
  private final Map<Node, CompiledModel> compiled = new HashMap<>();
  private final ManifestNodes nodes;
  private final Map<String, Object> root = new LinkedHashMap<>();
  private final Map<String, List<String>> parents = new LinkedHashMap<>();
  private final Map<String, List<String>> children = new LinkedHashMap<>();

  public Manifest(Project project, ModelGraph graph, Map<String, JobScript> scripts) {
    this.project = project;
    this.graph = graph;
    this.nodes = new ManifestNodes(project, graph);
    scripts.values().stream()
        .flatMap(script -> script.models().stream())
        .forEach(
            model -> {
              // A view is in several jobs; its own job's text is the one to show.
              if (!compiled.containsKey(model.node())
                  || model.node().model().config().job().equals(jobOf(scripts, model))) {
                compiled.put(model.node(), model);
              }
            });
  }

  private static String jobOf(Map<String, JobScript> scripts, CompiledModel model) {
    return scripts.values().stream()
        .filter(script -> script.models().contains(model))
        .map(JobScript::job)
        .findFirst()
        .orElse("");
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
        all.put(node.id(), nodes.model(model, compiled.get(node)));
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
    try {
      return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("dbt_schema_version", SCHEMA);
    metadata.put("dbt_version", FORMAT_OF);
    metadata.put("generated_at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    metadata.put("invocation_id", UUID.randomUUID().toString());
    metadata.put("env", Map.of());
    metadata.put("project_name", project.settings().name());
    metadata.put("project_id", null);
    metadata.put("user_id", null);
    metadata.put("send_anonymous_usage_stats", false);
    metadata.put("adapter_type", "flink");
    return metadata;
  }

  private void tests(Map<String, Object> all) {
    GenericTests tests = new GenericTests(project, graph);
    tests
        .all()
        .forEach(
            (id, test) -> {
              all.put(id, test.json());
              parents.put(id, List.of(test.tested().id()));
              children.put(id, List.of());
              children.get(test.tested().id()).add(id);
            });
  }

  private Map<String, Object> exposures() {
    Map<String, Object> exposures = new LinkedHashMap<>();
    for (DefinitionValue exposure : project.exposures()) {
      Map<String, Object> json = nodes.exposure(exposure);
      exposures.put((String) json.get("unique_id"), json);
    }
    return exposures;
  }

  private Map<String, Object> unitTests() {
    Map<String, Object> tests = new LinkedHashMap<>();
    for (DefinitionValue test : project.unitTests()) {
      Map<String, Object> json = nodes.unitTest(test);
      String id = (String) json.get("unique_id");
      tests.put(id, json);
      String model = "model." + graph.project() + "." + test.required("model").text();
      if (!children.containsKey(model)) {
        throw test.required("model")
            .error("there is no model '" + test.required("model").text() + "'");
      }
      parents.put(id, List.of(model));
      children.put(id, List.of());
      children.get(model).add(id);
    }
    return tests;
  }
}
