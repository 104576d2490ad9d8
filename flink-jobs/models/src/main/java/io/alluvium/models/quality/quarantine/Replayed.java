package io.alluvium.models.quality.quarantine;

import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.quality.CheckedRows;
import io.alluvium.models.quality.RowJson;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * The model whose rows are replayed.
 *
 * @param columns of its table
 * @param rules what its rows are held to now
 */
record Replayed(ModelNode node, Map<String, LogicalType> columns, CheckedRows rules) {
  String model() {
    return node.name();
  }

  /** A condition: true of rows that keep the rules. */
  String keeps() {
    return rules.keeps();
  }

  /** A SELECT list of a quarantined row's columns. */
  String fromJson() {
    return RowJson.columns("`" + CheckedRows.ROW + "`", columns);
  }

  static String quoted(Collection<String> names) {
    return names.stream().map(Relation::quoted).collect(Collectors.joining(", "));
  }
}
