package io.alluvium.models.quality;

import io.alluvium.definitions.Similar;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.project.Materialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.types.logical.LogicalType;

/** Finds the rules that a model's job holds to. */
public final class ModelRules {
  private static final String PARTIAL_UPDATE = "write.partial-update.columns";

  private final ModelGraph graph;
  private final DataTestReader reader;

  public ModelRules(ModelGraph graph) {
    this.graph = graph;
    this.reader = new DataTestReader(graph);
  }

  /**
   * The rules of a model that is written, about rows, and whose severity is given.
   *
   * @param columns of the model
   * @throws io.alluvium.definitions.DefinitionException at the place of a rule that cannot be held
   *     to
   */
  public RowChecks of(ModelNode model, Map<String, LogicalType> columns) {
    TestedTable table = new TestedTable(model.name(), columns);
    List<RowChecks.RowCheck> checks = new ArrayList<>();
    for (DataTest test : reader.of(model)) {
      if (!test.config().inJob()) {
        continue;
      }
      Optional<Expectation> expectation =
          Expectations.of(test).filter(RowExpectations.ALL::contains);
      if (expectation.isPresent()) {
        requireQuarantine(model, test);
        Expectations.requireArguments(expectation.get(), test);
        Rule rule =
            expectation.get().rule().apply(new TestCall(test, table, graph, other -> table));
        checks.add(RowChecks.RowCheck.of(test, (Rule.OfRows) rule));
      } else if (test.config().severity() == Severity.QUARANTINE) {
        String similar =
            Similar.hint(
                test.kind(), RowExpectations.ALL.stream().map(Expectation::fullName).toList());
        throw Expectations.error(
            test,
            "is no rule about each row by itself, so that no row can go to quarantine for it"
                + (similar.startsWith("; did") ? similar : "; docs/data-tests.md lists the rules"));
      }
    }
    return new RowChecks(List.copyOf(checks));
  }

  private static void requireQuarantine(ModelNode model, DataTest test) {
    if (test.config().severity() == Severity.QUARANTINE) {
      if (!model.model().config().materialization().isDelta()) {
        throw noTable(test, model);
      } else if (model.model().config().options().containsKey(PARTIAL_UPDATE)) {
        throw Expectations.error(
            test,
            "cannot send rows to quarantine that are only part of what the table keeps ('"
                + PARTIAL_UPDATE
                + "'); use severity warn or error");
      }
    }
  }

  /** Throws where rows are to go to quarantine that no model of the project writes to a table. */
  public void requireTables() {
    for (DataTest test : reader.all()) {
      boolean isWritten =
          test.tested() instanceof ModelNode model
              && model.model().config().materialization() != Materialization.VIEW;
      if (test.config().severity() == Severity.QUARANTINE && !isWritten) {
        throw noTable(test, test.tested());
      }
    }
  }

  private static RuntimeException noTable(DataTest test, Node node) {
    return Expectations.error(
        test,
        "cannot send rows to quarantine, as no model of the project writes them to a table of the"
            + " lake; give the rule to a model that reads or makes "
            + node.name());
  }
}
