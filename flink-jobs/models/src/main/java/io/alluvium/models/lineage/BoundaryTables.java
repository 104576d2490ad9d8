package io.alluvium.models.lineage;

import io.alluvium.models.compile.EventTime;
import io.alluvium.models.jinja.Relation;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.WatermarkSpec;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.flink.table.types.logical.utils.LogicalTypeUtils;
import org.apache.flink.table.types.utils.TypeConversions;

/** An environment with the tables and views of another, all of them as tables. */
final class BoundaryTables {
  private final TableEnvironment tables =
      TableEnvironment.create(EnvironmentSettings.inStreamingMode());
  private final String catalog;

  /**
   * @param catalog that holds the tables
   */
  BoundaryTables(String catalog) {
    this.catalog = catalog;
    tables.registerCatalog(catalog, new BoundaryCatalog(catalog));
    tables.executeSql(EventTime.FUNCTION);
  }

  /** Where statements can be run before queries are read, such as those that make functions. */
  TableEnvironment environment() {
    return tables;
  }

  /**
   * @param views of databases that the catalog may not know, which cannot be listed
   */
  void addAll(TableEnvironment others, Collection<Relation> views) {
    Map<String, Relation> all = new TreeMap<>();
    views.forEach(view -> all.put(view.toString(), view));
    for (String database : others.getCatalog(catalog).orElseThrow().listDatabases()) {
      for (String table : others.listTables(catalog, database)) {
        Relation name = new Relation(catalog, database, table);
        all.put(name.toString(), name);
      }
    }
    all.values().forEach(one -> add(one, others.from(one.toString()).getResolvedSchema()));
  }

  private void add(Relation table, ResolvedSchema schema) {
    tables.executeSql(
        "CREATE DATABASE IF NOT EXISTS `" + catalog + "`." + Relation.quoted(table.getSchema()));
    tables.createTable(
        table.toString(),
        TableDescriptor.forConnector(BoundaryCatalog.CONNECTOR).schema(of(schema)).build());
  }

  private static Schema of(ResolvedSchema schema) {
    Schema.Builder builder = Schema.newBuilder();
    boolean marked = !schema.getWatermarkSpecs().isEmpty();
    for (Column column : schema.getColumns()) {
      String name = column.getName();
      LogicalType type = column.getDataType().getLogicalType();
      if (column instanceof Column.ComputedColumn computed) {
        builder.columnByExpression(name, computed.getExpression().asSerializableString());
      } else if (LogicalTypeChecks.isProctimeAttribute(type)) {
        builder.columnByExpression(name, "PROCTIME()");
      } else if (LogicalTypeChecks.isRowtimeAttribute(type)) {
        builder.column(
            name,
            TypeConversions.fromLogicalToDataType(LogicalTypeUtils.removeTimeAttributes(type)));
        if (!marked) {
          // A view has the watermark of what it reads, and does not say so itself.
          builder.watermark(name, Relation.quoted(name));
          marked = true;
        }
      } else {
        builder.column(name, column.getDataType());
      }
    }
    for (WatermarkSpec spec : schema.getWatermarkSpecs()) {
      builder.watermark(
          spec.getRowtimeAttribute(), spec.getWatermarkExpression().asSerializableString());
    }
    schema.getPrimaryKey().ifPresent(key -> builder.primaryKey(key.getColumns()));
    return builder.build();
  }

  /**
   * Where the columns of a query over these tables come from.
   *
   * @throws UnknownQueryException where that is not known of a part of it
   */
  QueryLineage read(String sql) {
    Object operation = tables.sqlQuery(sql).getQueryOperation();
    return PlannerClasses.reader(operation).read(operation);
  }
}
