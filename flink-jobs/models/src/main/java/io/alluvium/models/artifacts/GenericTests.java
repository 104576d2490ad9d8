package io.alluvium.models.artifacts;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.graph.Node.SeedNode;
import io.alluvium.models.graph.Node.SourceNode;
import io.alluvium.models.project.ColumnProperties;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The data tests that YAML gives to tables and columns. */
public final class GenericTests {
  private final ModelGraph graph;
  private final Map<String, GenericTest> tests = new LinkedHashMap<>();

  private GenericTests(ModelGraph graph) {
    this.graph = graph;
  }

  /** By their ids, in the order of the nodes. */
  public static Map<String, GenericTest> of(ModelGraph graph) {
    GenericTests tests = new GenericTests(graph);
    graph.order().forEach(tests::add);
    return tests.tests;
  }

  private void add(Node node) {
    if (node instanceof ModelNode model) {
      add(node, model.model().properties().tests(), model.model().properties().columns());
    } else if (node instanceof SourceNode source) {
      add(node, source.source().tests(), source.source().columns());
    } else if (node instanceof SeedNode seed) {
      add(node, seed.seed().properties().tests(), seed.seed().properties().columns());
    }
  }

  private void add(Node node, List<DefinitionValue> own, List<ColumnProperties> columns) {
    own.forEach(test -> add(node, Optional.empty(), test));
    columns.forEach(
        column -> column.tests().forEach(test -> add(node, Optional.of(column.name()), test)));
  }

  private void add(Node node, Optional<String> column, DefinitionValue definition) {
    GenericTest test = GenericTest.of(graph.project(), node, column, definition);
    if (tests.put(test.id(), test) != null) {
      throw definition.error(
          "the test '" + test.kind() + "' is there twice with the same arguments; remove one");
    }
  }
}
