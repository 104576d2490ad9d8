package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.kernel.ReadColumn;
import io.alluvium.connectors.delta.source.aggregate.GroupBy;
import io.alluvium.connectors.delta.source.aggregate.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.expressions.AggregateExpression;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Tells what the planner's aggregates mean. Its functions are not on the class path, only their
 * names are known.
 */
final class AggregateTranslation {

  private AggregateTranslation() {}

  /**
   * Whether places of columns are what they seem to be. Where all aggregates are counts, the
   * planner hands them over also if they, or the groups, are of expressions; the places are then
   * those among the expressions, and nothing tells.
   */
  static boolean areOfColumns(int[] grouping, List<AggregateExpression> aggregates) {
    boolean countsRowsOnly =
        grouping.length == 0
            && aggregates.stream().allMatch(aggregate -> aggregate.getArgs().isEmpty());
    return countsRowsOnly || aggregates.stream().anyMatch(aggregate -> !isCount(aggregate));
  }

  private static boolean isCount(AggregateExpression aggregate) {
    String name = aggregate.getFunctionDefinition().getClass().getSimpleName();
    return name.equals("Count1AggFunction") || name.equals("CountAggFunction");
  }

  /** Empty for what is not known; all kinds but {@code COUNT_ROWS} have one argument. */
  static Optional<Measure.Kind> kind(AggregateExpression aggregate) {
    if (aggregate.isDistinct()
        || aggregate.isApproximate()
        || aggregate.getFilterExpression().isPresent()
        || aggregate.getArgs().size() > 1) {
      return Optional.empty();
    }
    boolean ofRows = aggregate.getArgs().isEmpty();
    if (isCount(aggregate)) {
      return Optional.of(ofRows ? Measure.Kind.COUNT_ROWS : Measure.Kind.COUNT);
    }
    return ofRows
        ? Optional.empty()
        : ofValues(aggregate.getFunctionDefinition().getClass().getSimpleName());
  }

  private static Optional<Measure.Kind> ofValues(String name) {
    if (name.endsWith("MinAggFunction")) {
      return Optional.of(Measure.Kind.MIN);
    } else if (name.endsWith("MaxAggFunction")) {
      return Optional.of(Measure.Kind.MAX);
    } else if (name.endsWith("SumAggFunction")) {
      return Optional.of(Measure.Kind.SUM);
    } else if (name.endsWith("Sum0AggFunction")) {
      return Optional.of(Measure.Kind.SUM_OR_ZERO);
    }
    return Optional.empty();
  }

  /**
   * Empty where the source cannot aggregate so.
   *
   * @param read columns, to which the places refer
   * @param produced type of the groups' values and the partial results
   */
  static Optional<GroupBy> groupBy(
      int[] grouping,
      List<AggregateExpression> aggregates,
      List<ReadColumn> read,
      RowType produced) {
    List<Integer> keys = Arrays.stream(grouping).boxed().toList();
    List<Measure> measures = new ArrayList<>();
    for (AggregateExpression aggregate : aggregates) {
      Optional<Measure.Kind> kind = kind(aggregate);
      if (kind.isEmpty()) {
        return Optional.empty();
      }
      LogicalType result = produced.getTypeAt(keys.size() + measures.size());
      int column =
          kind.get() == Measure.Kind.COUNT_ROWS
              ? Measure.NO_COLUMN
              : aggregate.getArgs().get(0).getFieldIndex();
      LogicalType input = column == Measure.NO_COLUMN ? result : read.get(column).type();
      measures.add(new Measure(kind.get(), column, input, result));
    }
    return Optional.of(new GroupBy(keys, measures, produced))
        .filter(found -> found.isSupported(read));
  }
}
