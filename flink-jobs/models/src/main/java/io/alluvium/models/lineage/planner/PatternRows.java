package io.alluvium.models.lineage.planner;

import io.alluvium.models.lineage.ColumnUse;
import io.alluvium.models.lineage.Origin;
import io.alluvium.models.lineage.UnknownQueryException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.core.Match;
import org.apache.calcite.rex.RexNode;

/** Where the rows of MATCH_RECOGNIZE come from. */
final class PatternRows {
  private final Expressions expressions;

  PatternRows(Expressions expressions) {
    this.expressions = expressions;
  }

  Rows of(Match match, Rows input) {
    if (match.isAllRows()) {
      throw new UnknownQueryException(
          "it is not known what the columns of MATCH_RECOGNIZE with ALL ROWS PER MATCH come from");
    }
    List<String> names = match.getInput().getRowType().getFieldNames();
    List<Set<Origin>> columns = new ArrayList<>();
    for (String column : match.getRowType().getFieldNames()) {
      RexNode measure = match.getMeasures().get(column);
      columns.add(
          measure == null
              ? input.columns().get(names.indexOf(column))
              : Origins.within(ColumnUse.AGGREGATION, expressions.of(measure, input)));
    }
    Set<Origin> keys = new LinkedHashSet<>();
    match.getPartitionKeys().forEach(key -> keys.addAll(input.columns().get(key)));
    match.getOrderKeys().getKeys().forEach(key -> keys.addAll(input.columns().get(key)));
    Set<Origin> conditions =
        Origins.union(expressions.of(List.copyOf(match.getPatternDefinitions().values()), input));
    return input
        .withColumns(columns)
        .dependingOn(Origins.as(ColumnUse.WINDOW, keys))
        .dependingOn(Origins.as(ColumnUse.FILTER, conditions));
  }
}
