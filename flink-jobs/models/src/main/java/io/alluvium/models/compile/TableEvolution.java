package io.alluvium.models.compile;

import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.project.ConfigKey;
import io.alluvium.models.project.Model;
import io.alluvium.models.project.OnSchemaChange;
import io.alluvium.models.project.Origin;
import io.alluvium.models.project.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.types.logical.utils.LogicalTypeCasts;

/**
 * What becomes of a table whose columns are not those of its model's query any more.
 *
 * @param columns of the table as it will be
 * @param written those of the query that are written
 * @param added those that the table lacks so far
 */
record TableEvolution(
    List<TableColumn> columns, List<TableColumn> written, List<TableColumn> added) {

  /** Of a table that is made as the query wants it. */
  static TableEvolution none(List<TableColumn> columns) {
    return new TableEvolution(columns, columns, List.of());
  }

  /**
   * @param existing the table's columns in the lake
   * @throws io.alluvium.models.ModelException where the model's {@code on_schema_change} does not
   *     allow the difference, or a table cannot follow it
   */
  static TableEvolution of(ModelNode node, List<TableColumn> query, List<TableColumn> existing) {
    Model model = node.model();
    OnSchemaChange policy = model.config().onSchemaChange();
    Map<String, TableColumn> inTable = byName(existing);
    Map<String, TableColumn> inQuery = byName(query);
    List<TableColumn> added =
        query.stream().filter(column -> !inTable.containsKey(column.name())).toList();
    List<TableColumn> missing =
        existing.stream().filter(column -> !inQuery.containsKey(column.name())).toList();
    query.forEach(column -> requireType(node, column, inTable.get(column.name())));
    if (policy == OnSchemaChange.FAIL && !(added.isEmpty() && missing.isEmpty())) {
      throw origin(model)
          .error(
              "the columns of the query are not those of "
                  + table(node)
                  + ": "
                  + difference(added, missing)
                  + "; set on_schema_change to append_new_columns or ignore, or rebuild the table"
                  + " with --full-refresh");
    }
    if (policy == OnSchemaChange.SYNC_ALL_COLUMNS && !missing.isEmpty()) {
      throw origin(model)
          .error(
              "on_schema_change is sync_all_columns, but "
                  + table(node)
                  + " cannot lose "
                  + names(missing)
                  + ": that needs column mapping, which tables that a job writes do not have; use"
                  + " append_new_columns, which leaves them, or rebuild the table with"
                  + " --full-refresh");
    }
    if (policy == OnSchemaChange.IGNORE) {
      return new TableEvolution(
          existing,
          query.stream().filter(column -> inTable.containsKey(column.name())).toList(),
          List.of());
    }
    List<TableColumn> all = new ArrayList<>(existing);
    all.addAll(added);
    return new TableEvolution(all, query, added);
  }

  private static void requireType(ModelNode node, TableColumn query, TableColumn table) {
    if (table != null
        && !LogicalTypeCasts.supportsImplicitCast(query.type(), table.type().copy(true))) {
      throw origin(node.model())
          .error(
              "column '"
                  + query.name()
                  + "' is "
                  + query.sqlType()
                  + " in the query, but "
                  + table.sqlType()
                  + " in "
                  + table(node)
                  + "; cast it, give it another name, or rebuild the table with --full-refresh");
    }
  }

  private static Origin origin(Model model) {
    return model
        .config()
        .setting(ConfigKey.ON_SCHEMA_CHANGE)
        .map(Setting::origin)
        .orElse(model.origin());
  }

  private static String table(ModelNode node) {
    return "the table " + node.schema() + "." + node.table();
  }

  private static String difference(List<TableColumn> added, List<TableColumn> missing) {
    List<String> parts = new ArrayList<>();
    if (!added.isEmpty()) {
      parts.add("the table lacks " + names(added));
    }
    if (!missing.isEmpty()) {
      parts.add("the query lacks " + names(missing));
    }
    return String.join(", and ", parts);
  }

  private static String names(List<TableColumn> columns) {
    return "'" + String.join("', '", columns.stream().map(TableColumn::name).toList()) + "'";
  }

  private static Map<String, TableColumn> byName(List<TableColumn> columns) {
    Map<String, TableColumn> byName = new LinkedHashMap<>();
    columns.forEach(column -> byName.put(column.name(), column));
    return byName;
  }

  /** The statement that adds what the table lacks; empty for nothing. */
  Optional<String> alteration(Relation table) {
    if (added.isEmpty()) {
      return Optional.empty();
    }
    List<String> columns =
        added.stream()
            .map(column -> Relation.quoted(column.name()) + " " + column.sqlType())
            .toList();
    return Optional.of("ALTER TABLE " + table + " ADD (" + String.join(", ", columns) + ")");
  }
}
