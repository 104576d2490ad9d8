package io.alluvium.models.quality;

import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.jinja.JinjaRenderer;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.project.Project;
import io.alluvium.models.project.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes the rules of a project's data tests. */
public final class TestRules {
  private final ModelGraph graph;
  private final CustomTests custom;

  public TestRules(Project project, ModelGraph graph, JinjaRenderer jinja) {
    this.graph = graph;
    this.custom = new CustomTests(project.macros(), jinja);
  }

  /**
   * Looks at what needs no table.
   *
   * @throws RuntimeException at the test's place where there is no such test, or it has an argument
   *     that it does not take or lacks one
   */
  public void requireKnown(DataTest test) {
    Optional<Expectation> expectation = Expectations.of(test);
    if (expectation.isPresent()) {
      Expectations.requireArguments(expectation.get(), test);
    } else if (!custom.names().contains(test.kind())) {
      throw Expectations.unknown(test, custom.names());
    }
  }

  /**
   * The rule of a test.
   *
   * @param others the tables of other nodes
   * @throws io.alluvium.definitions.DefinitionException at the test's place where an argument is
   *     wrong
   */
  public Rule rule(DataTest test, TestedTable table, Function<Node, TestedTable> others) {
    TestCall call = new TestCall(test, table, graph, others);
    Optional<Expectation> expectation = Expectations.of(test);
    if (expectation.isPresent()) {
      return expectation.get().rule().apply(call);
    }
    return custom.rule(
        call,
        SingularTest.scope(
            new SourceFile(test.file(), List.of(), ""),
            graph,
            node -> new Relation("lake", node.schema(), node.table())));
  }
}
