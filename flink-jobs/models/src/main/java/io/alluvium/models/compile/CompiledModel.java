package io.alluvium.models.compile;

import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.jinja.Rendered;
import java.util.List;

/**
 * A model within a job.
 *
 * @param query its SQL as the job runs it
 * @param rows the name under which the job's other models read its rows
 */
public record CompiledModel(
    ModelNode node, Rendered query, List<TableColumn> columns, Relation rows) {
  CompiledModel readFrom(Relation otherRows) {
    return new CompiledModel(node, query, columns, otherRows);
  }

  /** Without blank lines around it. */
  public String sql() {
    return query.text().replaceAll("\\s+$", "").replaceAll("^(?:[ \\t]*\\n)+", "");
  }
}
