package io.alluvium.models.compile;

import io.alluvium.models.jinja.Relation;
import io.alluvium.models.project.ModelConfig;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.table.api.TableEnvironment;

/**
 * What the other models of a job read of one that is a table: the rows that the table will have, so
 * that it does not matter whether they are in the same job.
 */
enum RowsWithinJob {
  /** As the query gives them. */
  OF_QUERY,
  /** The last of each key. */
  LAST_OF_KEY,
  /** Those that the table has, from the lake. */
  OF_TABLE;

  private static final String ARRIVAL = "__arrival";
  private static final String NUMBER = "__number";

  /**
   * @param table must be there
   */
  static RowsWithinJob of(TableEnvironment tables, CompiledModel model, Relation table) {
    ModelConfig config = model.node().model().config();
    if (config.materialization().isReadFromTable()) {
      return OF_TABLE;
    } else if (!config.materialization().isKeyed() || config.uniqueKey().isEmpty()) {
      return OF_QUERY;
    } else if (config.options().containsKey("write.partial-update.columns")) {
      return OF_TABLE;
    }
    QueryPlan plan = QueryPlan.of(tables, "INSERT INTO " + table + "\n" + model.sql());
    if (plan.addsRowsOnly()) {
      return LAST_OF_KEY;
    }
    return plan.hasAnotherKeyThanTheTable() ? OF_TABLE : OF_QUERY;
  }

  /** The query of the view that they read. */
  String view(CompiledModel model) {
    if (this == OF_QUERY) {
      return model.sql();
    }
    String columns = quoted(model.columns().stream().map(TableColumn::name).toList());
    String key = quoted(model.node().model().config().uniqueKey());
    return "SELECT "
        + columns
        + "\nFROM (\n  SELECT *, ROW_NUMBER() OVER (PARTITION BY "
        + key
        + " ORDER BY `"
        + ARRIVAL
        + "` DESC) AS `"
        + NUMBER
        + "`\n  FROM (\n    SELECT *, PROCTIME() AS `"
        + ARRIVAL
        + "` FROM (\n"
        + model.sql()
        + "\n    )\n  )\n)\nWHERE `"
        + NUMBER
        + "` = 1";
  }

  private static String quoted(List<String> names) {
    return names.stream().map(Relation::quoted).collect(Collectors.joining(", "));
  }
}
