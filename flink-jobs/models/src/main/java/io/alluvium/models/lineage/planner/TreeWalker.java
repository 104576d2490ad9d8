package io.alluvium.models.lineage.planner;

import io.alluvium.models.lineage.ColumnUse;
import io.alluvium.models.lineage.Origin;
import io.alluvium.models.lineage.UnknownQueryException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Match;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Snapshot;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.flink.table.planner.plan.nodes.calcite.WatermarkAssigner;

/**
 * Follows columns from the leaves of a tree upwards. What is not known here is an error: a column
 * without an origin would look like a constant.
 */
final class TreeWalker {
  private final Expressions expressions = new Expressions(this);

  Rows walk(RelNode node) {
    if (node instanceof TableScan scan) {
      return scan(scan);
    }
    if (node instanceof Project project) {
      Rows input = walk(project.getInput());
      return input.withColumns(expressions.of(project.getProjects(), input));
    }
    if (node instanceof Filter filter) {
      Rows input = walk(filter.getInput());
      return input.dependingOn(
          Origins.as(ColumnUse.FILTER, expressions.of(filter.getCondition(), input)));
    }
    if (node instanceof Join join) {
      return join(join);
    }
    if (node instanceof Correlate correlate) {
      return correlate(correlate);
    }
    if (node instanceof Aggregate aggregate) {
      return aggregate(aggregate);
    }
    if (node instanceof SetOp operation) {
      return setOperation(operation);
    }
    if (node instanceof Sort sort) {
      return sort(sort);
    }
    if (node instanceof Snapshot snapshot) {
      Rows input = walk(snapshot.getInput());
      return input.dependingOn(
          Origins.as(ColumnUse.JOIN, expressions.of(snapshot.getPeriod(), input)));
    }
    if (node instanceof WatermarkAssigner assigner) {
      return walk(assigner.getInput());
    }
    if (node instanceof TableFunctionScan scan) {
      return tableFunction(scan);
    }
    if (node instanceof Uncollect uncollect) {
      return uncollect(uncollect);
    }
    if (node instanceof Match match) {
      return new PatternRows(expressions).of(match, walk(match.getInput()));
    }
    if (node instanceof Values) {
      return constants(node);
    }
    throw new UnknownQueryException(
        "it is not known what the columns of " + node.getRelTypeName() + " come from");
  }

  private static Rows scan(TableScan scan) {
    List<String> name = scan.getTable().getQualifiedName();
    List<Set<Origin>> columns = new ArrayList<>();
    for (String column : scan.getRowType().getFieldNames()) {
      columns.add(
          Set.of(
              new Origin(
                  name.get(name.size() - 2),
                  name.get(name.size() - 1),
                  column,
                  ColumnUse.IDENTITY)));
    }
    return new Rows(columns, Origins.none());
  }

  private Rows join(Join join) {
    Rows left = walk(join.getLeft());
    Rows both = left.beside(walk(join.getRight()));
    Rows met =
        both.dependingOn(Origins.as(ColumnUse.JOIN, expressions.of(join.getCondition(), both)));
    return join.getJoinType().projectsRight() ? met : met.withColumns(left.columns());
  }

  private Rows correlate(Correlate correlate) {
    Rows left = walk(correlate.getLeft());
    expressions.correlate(correlate.getCorrelationId(), left);
    Rows both = left.beside(walk(correlate.getRight()));
    return correlate.getJoinType().projectsRight() ? both : both.withColumns(left.columns());
  }

  private Rows aggregate(Aggregate aggregate) {
    Rows input = walk(aggregate.getInput());
    List<Set<Origin>> columns = new ArrayList<>();
    Set<Origin> keys = new LinkedHashSet<>();
    for (int key : aggregate.getGroupSet()) {
      columns.add(input.columns().get(key));
      keys.addAll(input.columns().get(key));
    }
    for (AggregateCall call : aggregate.getAggCallList()) {
      Set<Origin> origins = new LinkedHashSet<>();
      for (int argument : call.getArgList()) {
        origins.addAll(Origins.within(ColumnUse.AGGREGATION, input.columns().get(argument)));
      }
      if (call.hasFilter()) {
        origins.addAll(Origins.as(ColumnUse.FILTER, input.columns().get(call.filterArg)));
      }
      call.getCollation()
          .getKeys()
          .forEach(key -> origins.addAll(Origins.as(ColumnUse.SORT, input.columns().get(key))));
      columns.add(origins);
    }
    return input.withColumns(columns).dependingOn(Origins.as(ColumnUse.GROUP_BY, keys));
  }

  /** A union has the rows of all; the others have rows of the first, and ask the rest which. */
  private Rows setOperation(SetOp operation) {
    List<Rows> inputs = operation.getInputs().stream().map(this::walk).toList();
    Rows result = inputs.get(0);
    for (Rows other : inputs.subList(1, inputs.size())) {
      if (operation instanceof Union) {
        List<Set<Origin>> columns = new ArrayList<>();
        for (int i = 0; i < result.columns().size(); i++) {
          columns.add(Origins.union(List.of(result.columns().get(i), other.columns().get(i))));
        }
        result = result.withColumns(columns).dependingOn(other.presence());
      } else {
        result =
            result
                .dependingOn(Origins.as(ColumnUse.FILTER, other.all()))
                .dependingOn(other.presence());
      }
    }
    return result;
  }

  /** An order alone changes nothing in a table. */
  private Rows sort(Sort sort) {
    Rows input = walk(sort.getInput());
    if (sort.fetch == null && sort.offset == null) {
      return input;
    }
    List<Set<Origin>> keys = new ArrayList<>();
    sort.getCollation().getKeys().forEach(key -> keys.add(input.columns().get(key)));
    return input.dependingOn(Origins.as(ColumnUse.SORT, Origins.union(keys)));
  }

  /** A window function has the columns of its input and some behind; others have their own. */
  private Rows tableFunction(TableFunctionScan scan) {
    int width = scan.getRowType().getFieldCount();
    if (scan.getInputs().isEmpty()) {
      Set<Origin> arguments =
          Origins.within(
              ColumnUse.TRANSFORMATION,
              expressions.of(scan.getCall(), new Rows(List.of(), Origins.none())));
      return new Rows(Collections.nCopies(width, arguments), Origins.none());
    }
    if (scan.getInputs().size() > 1 || !(scan.getCall() instanceof RexCall call)) {
      throw new UnknownQueryException(
          "it is not known what the columns of " + scan.getCall() + " come from");
    }
    Rows input = walk(scan.getInput(0));
    List<Set<Origin>> columns = new ArrayList<>(input.columns());
    List<RexNode> descriptors =
        call.getOperands().stream()
            .filter(operand -> operand instanceof RexCall one && isDescriptor(one))
            .toList();
    Set<Origin> times =
        Origins.within(ColumnUse.TRANSFORMATION, Origins.union(expressions.of(descriptors, input)));
    while (columns.size() < width) {
      columns.add(times);
    }
    return input.withColumns(columns);
  }

  private static boolean isDescriptor(RexCall call) {
    return call.getOperator().getName().equals("DESCRIPTOR");
  }

  private Rows uncollect(Uncollect uncollect) {
    Rows input = walk(uncollect.getInput());
    if (input.columns().size() != 1) {
      throw new UnknownQueryException("it is not known what the columns of an UNNEST come from");
    }
    Set<Origin> collection = Origins.within(ColumnUse.TRANSFORMATION, input.columns().get(0));
    return input.withColumns(
        Collections.nCopies(uncollect.getRowType().getFieldCount(), collection));
  }

  private static Rows constants(RelNode node) {
    return new Rows(
        Collections.nCopies(node.getRowType().getFieldCount(), Origins.none()), Origins.none());
  }
}
