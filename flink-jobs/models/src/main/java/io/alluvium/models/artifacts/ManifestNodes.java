package io.alluvium.models.artifacts;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.models.compile.CompiledModel;
import io.alluvium.models.compile.TableColumn;
import io.alluvium.models.functions.FunctionDigests;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.graph.Node.SeedNode;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.project.ColumnProperties;
import io.alluvium.models.project.MacroFile;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.project.Model;
import io.alluvium.models.project.Project;
import io.alluvium.models.project.Properties;
import io.alluvium.models.project.Reference;
import io.alluvium.models.project.SnapshotBlock;
import io.alluvium.models.project.SourceTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The nodes of a manifest. */
final class ManifestNodes {
  static final String DATABASE = "lake";

  /** Of a model's configuration: digests of the functions that it calls, by name. */
  static final String FUNCTIONS = "functions";

  private static final Pattern MACRO = Pattern.compile("\\{%-?\\s*macro\\s+(\\w+)");

  private final Project project;
  private final ModelGraph graph;
  private final FunctionDigests functions;

  ManifestNodes(Project project, ModelGraph graph) {
    this.project = project;
    this.graph = graph;
    this.functions = FunctionDigests.of(project);
  }

  /** What all nodes have. */
  static Map<String, Object> common(
      String project, String id, String kind, String name, String file, List<String> path) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("unique_id", id);
    json.put("name", name);
    json.put("resource_type", kind);
    json.put("package_name", project);
    json.put("path", file.substring(file.indexOf('/') + 1));
    json.put("original_file_path", file);
    json.put("fqn", path);
    return json;
  }

  private Map<String, Object> common(Node node, String name) {
    Map<String, Object> json =
        common(graph.project(), node.id(), node.kind(), name, node.file(), node.path());
    json.put("database", DATABASE);
    json.put("schema", node.schema());
    json.put("tags", node.tags());
    json.put("relation_name", "`" + DATABASE + "`.`" + node.schema() + "`.`" + node.table() + "`");
    return json;
  }

  Map<String, Object> model(ModelNode node, CompiledModel compiled) {
    Model model = node.model();
    Map<String, Object> json = common(node, node.name());
    json.put("alias", node.table());
    json.put("checksum", checksum(model.text()));
    Map<String, Object> config = new LinkedHashMap<>(model.config().values());
    config.put("enabled", true);
    config.putIfAbsent("materialized", "view");
    config.put("tags", node.tags());
    config.putIfAbsent("meta", Map.of());
    config.put(
        "contract", Map.of("enforced", model.config().contractEnforced(), "alias_types", true));
    Map<String, String> called = functions.calledBy(model.text());
    if (!called.isEmpty()) {
      config.put(FUNCTIONS, called);
    }
    json.put("config", config);
    json.put("unrendered_config", model.config().values());
    json.put("description", model.properties().description());
    json.put("meta", config.get("meta"));
    json.put("columns", columns(model.properties(), compiled));
    json.put("language", "sql");
    json.put("raw_code", model.text().strip());
    if (model.config().materialization() == Materialization.SNAPSHOT) {
      String file = ProjectText.of(project, node.file());
      SnapshotBlock.in(file).stream()
          .filter(block -> block.name().equals(model.name()))
          .forEach(
              block -> {
                json.put("checksum", checksum(file));
                json.put("raw_code", block.text());
              });
    }
    json.put("compiled", compiled != null);
    json.put("compiled_code", compiled == null ? null : compiled.query().text());
    json.put(
        "refs",
        model.references().stream()
            .filter(one -> !one.isSource())
            .map(Reference::name)
            .distinct()
            .map(ManifestNodes::ref)
            .toList());
    json.put(
        "sources",
        model.references().stream()
            .filter(Reference::isSource)
            .map(one -> List.of(one.source(), one.name()))
            .distinct()
            .toList());
    json.put(
        "depends_on",
        Map.of("macros", List.of(), "nodes", graph.parents(node).stream().map(Node::id).toList()));
    json.put("patch_path", patch(model.properties()));
    json.put("contract", contract(model.config().contractEnforced()));
    if (model.config().materialization() == Materialization.VIEW) {
      json.put("relation_name", null);
    }
    return json;
  }

  private static Map<String, Object> contract(boolean enforced) {
    Map<String, Object> contract = new LinkedHashMap<>();
    contract.put("enforced", enforced);
    contract.put("alias_types", true);
    contract.put("checksum", null);
    return contract;
  }

  /** As an artifact names what is read. */
  static List<Object> references(List<Node> reads, boolean ofSources) {
    List<Object> references = new ArrayList<>();
    for (Node node : reads) {
      if (node instanceof SourceNode source && ofSources) {
        references.add(List.of(source.source().source(), source.source().name()));
      } else if (!(node instanceof SourceNode) && !ofSources) {
        references.add(ref(node.name()));
      }
    }
    return references;
  }

  private static Map<String, Object> ref(String name) {
    Map<String, Object> ref = new LinkedHashMap<>();
    ref.put("name", name);
    ref.put("package", null);
    ref.put("version", null);
    return ref;
  }

  private String patch(Properties properties) {
    return properties.file().isEmpty() ? null : graph.project() + "://" + properties.file();
  }

  Map<String, Object> seed(SeedNode node) {
    Map<String, Object> json = common(node, node.name());
    json.put("alias", node.table());
    json.put("checksum", checksum(ProjectText.of(project, node.file())));
    json.put("raw_code", "");
    Map<String, Object> config = new LinkedHashMap<>(node.seed().config().values());
    config.put("enabled", true);
    config.put("materialized", "seed");
    config.putIfAbsent("meta", Map.of());
    config.put("contract", Map.of("enforced", false, "alias_types", true));
    json.put("config", config);
    json.put("description", node.seed().properties().description());
    json.put("columns", columns(node.seed().properties(), null));
    json.put("patch_path", patch(node.seed().properties()));
    json.put("root_path", project.folder().toAbsolutePath().normalize().toString());
    return json;
  }

  Map<String, Object> source(SourceNode node) {
    SourceTable source = node.source();
    Map<String, Object> json = common(node, source.name());
    json.put("path", source.file());
    json.put("source_name", source.source());
    json.put("source_description", source.sourceDescription());
    json.put(
        "loader", source.sourceDefinition().get("loader").map(DefinitionValue::text).orElse(""));
    json.put("identifier", source.table());
    json.put("description", source.description());
    Map<String, Object> columns = new LinkedHashMap<>();
    source.columns().forEach(column -> columns.put(column.name(), column(column, null)));
    json.put("columns", columns);
    json.put("freshness", freshness(source));
    json.put("loaded_at_field", plain(source.definition().get("loaded_at_field")));
    return json;
  }

  private static Map<String, Object> freshness(SourceTable source) {
    Map<String, Object> freshness = new LinkedHashMap<>();
    for (String limit : List.of("warn_after", "error_after")) {
      Map<String, Object> none = new LinkedHashMap<>();
      none.put("count", null);
      none.put("period", null);
      freshness.put(limit, none);
    }
    freshness.put("filter", null);
    source
        .definition()
        .get("freshness")
        .filter(DefinitionValue::isObject)
        .ifPresent(
            given -> given.fields().forEach((key, value) -> freshness.put(key, value.plain())));
    return freshness;
  }

  private static Object plain(Optional<DefinitionValue> value) {
    return value.map(DefinitionValue::plain).orElse(null);
  }

  private static Map<String, Object> columns(Properties properties, CompiledModel compiled) {
    Map<String, Object> columns = new LinkedHashMap<>();
    for (ColumnProperties column : properties.columns()) {
      String type =
          compiled == null
              ? null
              : compiled.columns().stream()
                  .filter(one -> one.name().equals(column.name()))
                  .map(TableColumn::type)
                  .map(one -> one.asSummaryString())
                  .findFirst()
                  .orElse(null);
      columns.put(column.name(), column(column, type));
    }
    return columns;
  }

  private static Map<String, Object> column(ColumnProperties column, String type) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", column.name());
    json.put("description", column.description());
    json.put("data_type", column.type().orElse(type));
    json.put("meta", column.definition().get("meta").map(DefinitionValue::plain).orElse(Map.of()));
    json.put("constraints", List.of());
    json.put("quote", null);
    json.put("tags", List.of());
    return json;
  }

  static Map<String, Object> checksum(String text) {
    return Map.of("name", "sha256", "checksum", Checksum.of(text));
  }

  Map<String, Object> macros() {
    Map<String, Object> macros = new LinkedHashMap<>();
    for (MacroFile file : project.macros()) {
      Matcher matcher = MACRO.matcher(file.text());
      while (matcher.find()) {
        String id = "macro." + graph.project() + "." + matcher.group(1);
        Map<String, Object> json =
            common(
                graph.project(),
                id,
                "macro",
                matcher.group(1),
                file.name(),
                List.of(graph.project(), matcher.group(1)));
        json.remove("fqn");
        json.put("macro_sql", file.text());
        macros.put(id, json);
      }
    }
    return macros;
  }

  Map<String, Object> exposure(DefinitionValue exposure) {
    String name = exposure.required("name").text();
    Map<String, Object> json = common("exposure", exposure, name);
    json.put("type", exposure.get("type").map(DefinitionValue::text).orElse("application"));
    json.put("owner", exposure.get("owner").map(DefinitionValue::plain).orElse(Map.of()));
    json.put("description", exposure.get("description").map(DefinitionValue::text).orElse(""));
    for (String fact : List.of("maturity", "url", "label")) {
      json.put(fact, exposure.get(fact).map(DefinitionValue::text).orElse(null));
    }
    List<Node> reads = Exposures.reads(graph, exposure);
    json.put("refs", references(reads, false));
    json.put("sources", references(reads, true));
    json.put(
        "depends_on", Map.of("macros", List.of(), "nodes", reads.stream().map(Node::id).toList()));
    json.put("tags", exposure.get("tags").map(DefinitionValue::plain).orElse(List.of()));
    json.put("meta", exposure.get("meta").map(DefinitionValue::plain).orElse(Map.of()));
    return json;
  }

  Map<String, Object> unitTest(DefinitionValue test, Node model) {
    String name = test.required("name").text();
    Map<String, Object> json = common("unit_test", test, model.name() + "." + name);
    json.put("name", name);
    List<String> path = new ArrayList<>(model.path());
    path.add(name);
    json.put("fqn", path);
    json.put("model", model.name());
    json.put("given", test.required("given").items().stream().map(ManifestNodes::rows).toList());
    json.put("expect", rows(test.required("expect")));
    json.put("description", test.get("description").map(DefinitionValue::text).orElse(""));
    json.put("overrides", plain(test.get("overrides")));
    json.put("depends_on", Map.of("macros", List.of(), "nodes", List.of(model.id())));
    return json;
  }

  private static Map<String, Object> rows(DefinitionValue given) {
    Map<String, Object> rows = new LinkedHashMap<>();
    given.fields().forEach((key, value) -> rows.put(key, value.plain()));
    rows.putIfAbsent("format", "dict");
    rows.putIfAbsent("fixture", null);
    return rows;
  }

  private Map<String, Object> common(String kind, DefinitionValue value, String name) {
    String file = value.place().replaceAll(", line \\d+$", "");
    return common(
        graph.project(),
        kind + "." + graph.project() + "." + name,
        kind,
        name,
        file,
        List.of(graph.project(), name));
  }
}
