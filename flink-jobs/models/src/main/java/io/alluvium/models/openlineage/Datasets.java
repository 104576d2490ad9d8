package io.alluvium.models.openlineage;

import io.alluvium.models.artifacts.CompiledModels;
import io.alluvium.models.compile.TableColumn;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.graph.Node.SeedNode;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.lineage.ModelLineage;
import io.alluvium.models.lineage.ModelLineage.Input;
import io.alluvium.models.project.ColumnProperties;
import io.alluvium.models.project.ConfigKey;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.project.Setting;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables as OpenLineage names them, with what is known of them. */
final class Datasets {
  private final URI lake;
  private final CompiledModels compiled;

  /**
   * @param lake the URI that holds the layers
   */
  Datasets(URI lake, CompiledModels compiled) {
    this.lake = lake;
    this.compiled = compiled;
  }

  Map<String, Object> input(Node node) {
    Map<String, Object> dataset = named(node);
    dataset.put("facets", facets(node));
    return dataset;
  }

  /**
   * @param lineage between tables
   */
  Map<String, Object> output(ModelNode node, ModelLineage lineage) {
    Map<String, Object> dataset = named(node);
    Map<String, Object> facets = facets(node);
    if (lineage.problem().isEmpty()) {
      facets.put("columnLineage", columnLineage(lineage));
    }
    dataset.put("facets", facets);
    return dataset;
  }

  /** By OpenLineage's rules: the storage, and the path within it. */
  private Map<String, Object> named(Node node) {
    Map<String, Object> dataset = new LinkedHashMap<>();
    String table = node.schema() + "/" + node.table();
    if (node instanceof ModelNode model && isPushed(model)) {
      dataset.put(
          "namespace",
          model.model().config().setting(ConfigKey.CONNECTOR).map(Setting::text).orElse("store"));
      dataset.put("name", node.schema() + "." + node.table());
    } else {
      boolean isFile = lake.getScheme() == null || lake.getScheme().equals("file");
      dataset.put("namespace", isFile ? "file" : lake.getScheme() + "://" + lake.getAuthority());
      dataset.put("name", lake.getPath().replaceAll("/+$", "") + "/" + table);
    }
    return dataset;
  }

  private static boolean isPushed(ModelNode model) {
    return model.model().config().materialization() == Materialization.PUSH;
  }

  private Map<String, Object> facets(Node node) {
    Map<String, Object> facets = new LinkedHashMap<>();
    Map<String, Object> schema = Facets.facet("SchemaDatasetFacet", "1-1-1");
    schema.put("fields", fields(node));
    facets.put("schema", schema);
    if (!description(node).isEmpty()) {
      Map<String, Object> documentation = Facets.facet("DocumentationDatasetFacet", "1-0-1");
      documentation.put("description", description(node));
      facets.put("documentation", documentation);
    }
    if (!(node instanceof ModelNode model) || !isPushed(model)) {
      Map<String, Object> storage = Facets.facet("StorageDatasetFacet", "1-0-1");
      storage.put("storageLayer", "delta");
      storage.put("fileFormat", "parquet");
      facets.put("storage", storage);
    }
    return facets;
  }

  private static String description(Node node) {
    if (node instanceof ModelNode model) {
      return model.model().properties().description();
    }
    return node instanceof SourceNode source
        ? source.source().description()
        : ((SeedNode) node).seed().properties().description();
  }

  private List<Object> fields(Node node) {
    List<Object> fields = new ArrayList<>();
    if (node instanceof ModelNode model) {
      for (TableColumn column : compiled.of(model).orElseThrow().columns()) {
        fields.add(
            field(
                column.name(),
                Optional.of(column.sqlType()),
                model
                    .model()
                    .properties()
                    .column(column.name())
                    .map(ColumnProperties::description)
                    .orElse("")));
      }
      return fields;
    }
    List<ColumnProperties> columns =
        node instanceof SourceNode source
            ? source.source().columns()
            : ((SeedNode) node).seed().properties().columns();
    columns.forEach(
        column -> fields.add(field(column.name(), column.type(), column.description())));
    return fields;
  }

  private static Map<String, Object> field(String name, Optional<String> type, String description) {
    Map<String, Object> field = new LinkedHashMap<>();
    field.put("name", name);
    type.ifPresent(one -> field.put("type", one));
    if (!description.isEmpty()) {
      field.put("description", description);
    }
    return field;
  }

  private Map<String, Object> columnLineage(ModelLineage lineage) {
    Map<String, Object> fields = new LinkedHashMap<>();
    lineage
        .columns()
        .forEach((column, inputs) -> fields.put(column, Map.of("inputFields", uses(inputs))));
    Map<String, Object> facet = Facets.facet("ColumnLineageDatasetFacet", "1-2-0");
    facet.put("fields", fields);
    facet.put("dataset", uses(lineage.rows()));
    return facet;
  }

  private List<Object> uses(List<Input> inputs) {
    Map<Map<String, Object>, List<Object>> transformations = new LinkedHashMap<>();
    for (Input input : inputs) {
      Map<String, Object> field = named(input.node());
      field.put("field", input.column());
      Map<String, Object> transformation = new LinkedHashMap<>();
      transformation.put("type", input.use().isDirect() ? "DIRECT" : "INDIRECT");
      transformation.put("subtype", input.use().name());
      transformation.put("description", "");
      transformation.put("masking", false);
      transformations.computeIfAbsent(field, key -> new ArrayList<>()).add(transformation);
    }
    List<Object> uses = new ArrayList<>();
    transformations.forEach(
        (field, how) -> {
          Map<String, Object> use = new LinkedHashMap<>(field);
          use.put("transformations", how);
          uses.add(use);
        });
    return uses;
  }
}
