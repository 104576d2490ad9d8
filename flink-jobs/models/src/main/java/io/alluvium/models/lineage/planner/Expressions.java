package io.alluvium.models.lineage.planner;

import io.alluvium.models.lineage.ColumnUse;
import io.alluvium.models.lineage.Origin;
import io.alluvium.models.lineage.UnknownQueryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Where the values of expressions come from. */
final class Expressions {
  private final TreeWalker walker;

  /** The rows that inner parts of a tree refer to. */
  private final Map<CorrelationId, Rows> correlated = new HashMap<>();

  Expressions(TreeWalker walker) {
    this.walker = walker;
  }

  void correlate(CorrelationId id, Rows rows) {
    correlated.put(id, rows);
  }

  List<Set<Origin>> of(List<? extends RexNode> expressions, Rows input) {
    List<Set<Origin>> all = new ArrayList<>();
    expressions.forEach(expression -> all.add(of(expression, input)));
    return all;
  }

  Set<Origin> of(RexNode expression, Rows input) {
    if (expression instanceof RexInputRef reference) {
      return input.columns().get(reference.getIndex());
    }
    if (expression instanceof RexLiteral || expression instanceof RexDynamicParam) {
      return Origins.none();
    }
    if (expression instanceof RexFieldAccess access) {
      return ofField(access, input);
    }
    if (expression instanceof RexCorrelVariable variable) {
      return correlated(variable).all();
    }
    // These two are calls as well.
    if (expression instanceof RexOver over) {
      return ofWindow(over, input);
    }
    if (expression instanceof RexSubQuery query) {
      return ofQuery(query, input);
    }
    if (expression instanceof RexCall call) {
      return ofCall(call, input);
    }
    throw new UnknownQueryException(
        "it is not known what the expression "
            + expression
            + " ("
            + expression.getClass().getSimpleName()
            + ") comes from");
  }

  private Set<Origin> ofField(RexFieldAccess access, Rows input) {
    return access.getReferenceExpr() instanceof RexCorrelVariable variable
        ? correlated(variable).columns().get(access.getField().getIndex())
        : Origins.within(ColumnUse.TRANSFORMATION, of(access.getReferenceExpr(), input));
  }

  private Rows correlated(RexCorrelVariable variable) {
    Rows rows = correlated.get(variable.id);
    if (rows == null) {
      throw new UnknownQueryException("it is not known which rows " + variable + " refers to");
    }
    return rows;
  }

  private Set<Origin> ofWindow(RexOver over, Rows input) {
    List<RexNode> keys = new ArrayList<>(over.getWindow().partitionKeys);
    for (RexFieldCollation order : over.getWindow().orderKeys) {
      keys.add(order.left);
    }
    return Origins.union(
        List.of(
            Origins.within(ColumnUse.AGGREGATION, Origins.union(of(over.getOperands(), input))),
            Origins.as(ColumnUse.WINDOW, Origins.union(of(keys, input)))));
  }

  /** A scalar query gives a value, all others decide something. */
  private Set<Origin> ofQuery(RexSubQuery query, Rows input) {
    for (CorrelationId id : RelOptUtil.getVariablesUsed(query.rel)) {
      correlated.putIfAbsent(id, input);
    }
    Rows rows = walker.walk(query.rel);
    Set<Origin> operands = Origins.union(of(query.getOperands(), input));
    if (query.getKind() == SqlKind.SCALAR_QUERY) {
      return Origins.union(
          List.of(
              Origins.within(ColumnUse.TRANSFORMATION, rows.columns().get(0)), rows.presence()));
    }
    return Origins.union(
        List.of(
            Origins.as(ColumnUse.CONDITIONAL, operands),
            Origins.as(
                ColumnUse.CONDITIONAL, query.getKind() == SqlKind.EXISTS ? Set.of() : rows.all()),
            rows.presence()));
  }

  private Set<Origin> ofCall(RexCall call, Rows input) {
    List<RexNode> operands = call.getOperands();
    if (call.getKind() == SqlKind.CAST
        && SqlTypeUtil.equalSansNullability(call.getType(), operands.get(0).getType())) {
      // The planner's own, about nulls.
      return of(operands.get(0), input);
    }
    List<Set<Origin>> all = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      // CASE: condition, value, condition, value, otherwise.
      boolean decides = call.getKind() == SqlKind.CASE && i % 2 == 0 && i < operands.size() - 1;
      Set<Origin> origins = of(operands.get(i), input);
      all.add(
          decides
              ? Origins.as(ColumnUse.CONDITIONAL, origins)
              : Origins.within(ColumnUse.TRANSFORMATION, origins));
    }
    return Origins.union(all);
  }
}
