package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.DeltaConnectorOptions;
import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.WriteMode;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.sink.upsert.MergeOnReadTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.utils.TypeConversions;

/** Translates between Delta tables and Flink's. */
final class TableMapping {
  private static final Set<ConfigOption<?>> POSITIONS =
      Set.of(
          DeltaConnectorOptions.SCAN_STARTUP,
          DeltaConnectorOptions.SCAN_VERSION,
          DeltaConnectorOptions.SCAN_TIMESTAMP);

  private TableMapping() {}

  static CatalogTable toFlink(DeltaSnapshot table, String path) {
    return builder(table, options(table, path)).build();
  }

  /** The table as it was at a time: reads are of this version. */
  static CatalogTable toFlinkAt(DeltaSnapshot table, String path, long epochMillis) {
    return builder(table, optionsOfVersion(table, path)).snapshot(epochMillis).build();
  }

  /** One version of the table: reads are of this one. */
  static CatalogTable toFlinkVersion(DeltaSnapshot table, String path) {
    return builder(table, optionsOfVersion(table, path)).build();
  }

  private static Map<String, String> optionsOfVersion(DeltaSnapshot table, String path) {
    Map<String, String> options = options(table, path);
    POSITIONS.forEach(option -> options.remove(option.key()));
    options.put(DeltaConnectorOptions.SCAN_VERSION.key(), Long.toString(table.version()));
    return options;
  }

  private static CatalogTable.Builder builder(DeltaSnapshot table, Map<String, String> options) {
    return CatalogTable.newBuilder()
        .schema(schema(table))
        .comment(table.comment())
        .partitionKeys(table.partitionColumns())
        .options(options);
  }

  private static Schema schema(DeltaSnapshot table) {
    List<String> key = table.primaryKey();
    Schema.Builder schema = Schema.newBuilder();
    for (RowType.RowField field : table.rowType().getFields()) {
      boolean nullable = field.getType().isNullable() && !key.contains(field.getName());
      schema
          .column(
              field.getName(),
              TypeConversions.fromLogicalToDataType(field.getType().copy(nullable)))
          .withComment(field.getDescription().orElse(null));
    }
    if (!key.isEmpty()) {
      schema.primaryKey(key);
    }
    return schema.build();
  }

  private static Map<String, String> options(DeltaSnapshot table, String path) {
    Map<String, String> options = new TreeMap<>();
    table
        .properties()
        .forEach(
            (name, value) -> {
              if (TableOptions.isKept(name)) {
                options.put(name, value);
              }
            });
    options.put(FactoryUtil.CONNECTOR.key(), DeltaConnectorOptions.IDENTIFIER);
    options.put(DeltaConnectorOptions.PATH.key(), path);
    return options;
  }

  /**
   * @throws DeltaException where a Delta table of the catalog cannot have what is declared
   */
  static TableDescription toDelta(ObjectPath name, ResolvedCatalogTable table, String path) {
    ResolvedSchema schema = table.getResolvedSchema();
    if (!schema.getWatermarkSpecs().isEmpty()) {
      throw refused(
          name,
          "A Delta table keeps no watermark. Declare it in a temporary table that is made LIKE"
              + " this one.");
    }
    List<String> primaryKey =
        schema.getPrimaryKey().map(UniqueConstraint::getColumns).orElse(List.of());
    Map<String, String> properties =
        new TableOptions("create", name, path).toProperties(table.getOptions());
    return new TableDescription(
        rowType(name, schema),
        table.getPartitionKeys(),
        primaryKey,
        isMergedOnRead(primaryKey, properties)
            ? MergeOnReadTable.propertiesOf(properties)
            : properties,
        table.getComment());
  }

  /** A table with a primary key is, unless it is said to be otherwise. */
  private static boolean isMergedOnRead(List<String> primaryKey, Map<String, String> properties) {
    String mode = properties.get(DeltaConnectorOptions.WRITE_MODE.key());
    return mode == null
        ? !primaryKey.isEmpty() && MergeOnReadTable.isPossible(properties)
        : mode.equals(WriteMode.MERGE_ON_READ.toString());
  }

  private static RowType rowType(ObjectPath name, ResolvedSchema schema) {
    List<RowType.RowField> fields = new ArrayList<>();
    for (Column column : schema.getColumns()) {
      if (!column.isPhysical()) {
        throw refused(
            name,
            "Column '"
                + column.getName()
                + "' is computed or metadata, which a Delta table does not keep. Declare it in a"
                + " view, or in a temporary table that is made LIKE this one.");
      }
      fields.add(
          new RowType.RowField(
              column.getName(),
              column.getDataType().getLogicalType(),
              column.getComment().orElse(null)));
    }
    return new RowType(false, fields);
  }

  private static DeltaException refused(ObjectPath name, String reason) {
    return new DeltaException("Cannot create table " + name.getFullName() + ". " + reason);
  }
}
