package io.alluvium.models.artifacts;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import io.alluvium.models.compile.CompiledModel;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.graph.Node.SourceNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * dbt's {@code catalog.json}, version 1: what the lake's tables really look like, and the columns
 * of the models that are no tables of it. A table that is not there yet is left out.
 */
public final class Catalog {
  private final Invocation invocation;
  private final ModelGraph graph;
  private final CompiledModels compiled;
  private final String lakePath;
  private final List<String> errors = new ArrayList<>();

  /**
   * @param lakePath a URI or an absolute local path
   */
  public Catalog(
      Invocation invocation, ModelGraph graph, CompiledModels compiled, String lakePath) {
    this.invocation = invocation;
    this.graph = graph;
    this.compiled = compiled;
    this.lakePath = lakePath.endsWith("/") ? lakePath : lakePath + "/";
  }

  /** Reads the logs of all tables; one that is damaged is told among the errors. */
  public String json() {
    Map<String, Object> nodes = new LinkedHashMap<>();
    Map<String, Object> sources = new LinkedHashMap<>();
    for (Node node : graph.order()) {
      Map<String, Object> all = node instanceof SourceNode ? sources : nodes;
      entry(node).ifPresent(entry -> all.put(node.id(), entry));
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("metadata", invocation.metadata("catalog", 1, Instant.now()));
    root.put("nodes", nodes);
    root.put("sources", sources);
    root.put("errors", errors.isEmpty() ? null : errors);
    return JsonText.of(root);
  }

  private Optional<Map<String, Object>> entry(Node node) {
    if (node instanceof ModelNode model && !model.model().config().materialization().isDelta()) {
      return compiled.of(model).map(one -> CatalogEntry.of(node, one.columns(), kind(one)));
    }
    DeltaTable table = DeltaTable.at(lakePath + node.schema() + "/" + node.table());
    try {
      return table.exists()
          ? Optional.of(CatalogEntry.of(node, TableMaintenance.of(table.path()).describe()))
          : Optional.empty();
    } catch (DeltaException e) {
      errors.add(node.id() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String kind(CompiledModel model) {
    return switch (model.node().model().config().materialization()) {
      case PUSH -> "push";
      default -> "view";
    };
  }
}
