package io.alluvium.models.quality;

import io.alluvium.models.artifacts.GenericTest;
import io.alluvium.models.artifacts.GenericTests;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.project.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the data tests of YAML, in each of the forms that dbt knows. */
public final class DataTestReader {
  private final Map<Node, List<DataTest>> tests;

  /**
   * @throws io.alluvium.definitions.DefinitionException where one is no test
   */
  public DataTestReader(ModelGraph graph) {
    this.tests =
        GenericTests.of(graph).values().stream()
            .map(DataTestReader::test)
            .filter(test -> test.config().enabled())
            .collect(
                Collectors.groupingBy(DataTest::tested, LinkedHashMap::new, Collectors.toList()));
  }

  /** The enabled tests of all nodes, in the order of the graph. */
  public List<DataTest> all() {
    return tests.values().stream().flatMap(List::stream).toList();
  }

  /** The enabled tests of one node. */
  public List<DataTest> of(Node node) {
    return tests.getOrDefault(node, List.of());
  }

  private static DataTest test(GenericTest test) {
    Origin origin = Origin.of(test.definition());
    return new DataTest(
        test.id(),
        test.name(),
        test.alias(),
        test.namespace(),
        test.kind(),
        test.tested(),
        test.column(),
        test.arguments(),
        TestConfig.of(test.config(), origin),
        origin);
  }
}
