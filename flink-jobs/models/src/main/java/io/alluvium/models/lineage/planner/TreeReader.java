package io.alluvium.models.lineage.planner;

import io.alluvium.models.lineage.ColumnUse;
import io.alluvium.models.lineage.Origin;
import io.alluvium.models.lineage.QueryLineage;
import io.alluvium.models.lineage.QueryReader;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.flink.table.planner.operations.PlannerQueryOperation;

/**
 * Reads the tree of a query before the planner rewrites it: rewriting loses what came from where.
 */
public final class TreeReader implements QueryReader {
  @Override
  public QueryLineage read(Object operation) {
    RelNode tree = ((PlannerQueryOperation) operation).getCalciteTree();
    Rows rows = new TreeWalker().walk(tree);
    Map<String, Set<Origin>> columns = new LinkedHashMap<>();
    List<String> names = tree.getRowType().getFieldNames();
    for (int i = 0; i < names.size(); i++) {
      columns.put(names.get(i), withoutRepeats(rows.columns().get(i)));
    }
    return new QueryLineage(columns, rows.presence());
  }

  /** What a value comes from also decides it: the planner's CASE around a sum is one of those. */
  private static Set<Origin> withoutRepeats(Set<Origin> origins) {
    return origins.stream()
        .filter(
            origin ->
                origin.use() != ColumnUse.CONDITIONAL
                    || origins.stream()
                        .noneMatch(
                            other ->
                                other.use() != ColumnUse.CONDITIONAL
                                    && other.as(ColumnUse.CONDITIONAL).equals(origin)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
