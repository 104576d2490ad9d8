package io.alluvium.models.compile;

import io.alluvium.connectors.delta.catalog.DeltaCatalog;
import io.alluvium.models.ModelException;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.project.ColumnProperties;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;

/** What tables look like that no model writes: as in the lake, or else as the YAML says. */
final class SourceTables {
  private final CompileOptions options;
  private final DeltaCatalog lake;
  private TableEnvironment tables;

  SourceTables(CompileOptions options) {
    this.options = options;
    this.lake = new DeltaCatalog(JobScope.CATALOG, "default", options.lakePath());
  }

  TableDdl ddl(Relation name, List<ColumnProperties> declared, String place) {
    Optional<ResolvedSchema> schema = inLake(name);
    if (schema.isPresent()) {
      List<String> key =
          schema.get().getPrimaryKey().map(UniqueConstraint::getColumns).orElse(List.of());
      return table(name, TableColumn.of(schema.get()), key);
    }
    String missing =
        place
            + ": the lake "
            + options.lakePath()
            + " has no table "
            + name.getSchema()
            + "."
            + name.getIdentifier();
    if (options.requiresSources()) {
      throw new ModelException(missing + " yet; start what writes it first");
    }
    if (declared.isEmpty() || declared.stream().anyMatch(column -> column.type().isEmpty())) {
      throw new ModelException(
          missing
              + ", and the YAML does not give all its columns with a data_type; give one of them"
              + " (--lake names the lake)");
    }
    return table(
        name,
        declared.stream()
            .map(column -> new TableColumn(column.name(), SqlTypes.parse(column)))
            .toList(),
        List.of());
  }

  private Optional<ResolvedSchema> inLake(Relation name) {
    if (!lake.tableExists(new ObjectPath(name.getSchema(), name.getIdentifier()))) {
      return Optional.empty();
    }
    if (tables == null) {
      tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
      tables.registerCatalog(JobScope.CATALOG, lake);
    }
    return Optional.of(tables.from(name.toString()).getResolvedSchema());
  }

  private static TableDdl table(Relation name, List<TableColumn> columns, List<String> key) {
    return new TableDdl(false, name, columns, Map.of(), key, List.of(), "", Map.of());
  }
}
