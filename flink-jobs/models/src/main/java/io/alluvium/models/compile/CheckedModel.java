package io.alluvium.models.compile;

import io.alluvium.models.jinja.Relation;
import io.alluvium.models.jinja.Rendered;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.quality.CheckedRows;
import io.alluvium.models.quality.RowChecks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * A model whose rows are held to rules.
 *
 * @param view the statement that makes the view of all its rows
 * @param good the model of the rows that may be written
 */
record CheckedModel(String view, CheckedRows rows, CompiledModel good) {
  private static final String CHECKED = "__checked";

  /**
   * @param table must be there
   */
  static CheckedModel of(
      TableEnvironment tables, CompiledModel model, Relation table, RowChecks checks) {
    Relation all =
        new Relation(JobScope.CATALOG, model.node().schema(), model.node().table() + CHECKED);
    Map<String, LogicalType> columns = new LinkedHashMap<>();
    model.columns().forEach(column -> columns.put(column.name(), column.type()));
    List<String> key =
        model.node().model().config().materialization() == Materialization.APPEND
            ? List.of()
            : model.node().model().config().uniqueKey();
    CheckedRows rows = new CheckedRows(model.node().name(), all, columns, key, checks);
    String query = model.sql();
    if (checks.quarantines()
        && RowsWithinJob.of(tables, model, table) == RowsWithinJob.LAST_OF_KEY) {
      // Only then does a later row of a key take back the former, from wherever that went.
      query = RowsWithinJob.LAST_OF_KEY.view(model);
    }
    Rendered good = new Rendered(rows.good(), List.of(1));
    return new CheckedModel(
        "CREATE TEMPORARY VIEW " + all + " AS\n" + query,
        rows,
        new CompiledModel(model.node(), good, model.columns(), model.rows()));
  }
}
