package io.alluvium.models.compile;

import io.alluvium.connectors.delta.catalog.DeltaCatalog;
import io.alluvium.models.ModelException;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.project.ColumnProperties;
import io.alluvium.models.project.Seed;
import io.alluvium.models.project.SqlTypes;
import io.alluvium.models.seed.SeedRows;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;

/** What tables look like that no model writes: as in the lake, or else as the YAML says. */
final class SourceTables {
  private final CompileOptions options;
  private final DeltaCatalog lake;
  private TableEnvironment tables;

  SourceTables(CompileOptions options) {
    this.options = options;
    this.lake = new DeltaCatalog(JobScope.CATALOG, "default", options.lakePath());
  }

  /** Of a source. */
  TableDdl ddl(Relation name, List<ColumnProperties> declared, String place) {
    Optional<TableDdl> existing = existing(name);
    if (existing.isPresent()) {
      return existing.get();
    }
    String missing = missing(name, place);
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
        List.of(),
        Map.of());
  }

  /**
   * Of a seed, as its CSV has it where the lake has none.
   *
   * @param folder the project's
   */
  TableDdl ddl(Relation name, Path folder, Seed seed) {
    Optional<TableDdl> existing = existing(name);
    if (existing.isEmpty() && options.requiresSources()) {
      throw new ModelException(missing(name, seed.file()) + " yet; run 'alluvium models seed'");
    }
    return existing.orElseGet(
        () ->
            table(
                name,
                SeedRows.read(folder, seed).type().getFields().stream()
                    .map(field -> new TableColumn(field.getName(), field.getType().copy(true)))
                    .toList(),
                seed.config().uniqueKey(),
                Map.of("scan.changelog", "all")));
  }

  private String missing(Relation name, String place) {
    return place
        + ": the lake "
        + options.lakePath()
        + " has no table "
        + name.getSchema()
        + "."
        + name.getIdentifier();
  }

  private Optional<TableDdl> existing(Relation name) {
    return inLake(name)
        .map(
            schema ->
                table(
                    name,
                    TableColumn.of(schema),
                    schema.getPrimaryKey().map(UniqueConstraint::getColumns).orElse(List.of()),
                    scanOptions(name)));
  }

  /** Which changes a table gives decides how a query on it can be run. */
  private Map<String, String> scanOptions(Relation name) {
    Map<String, String> scan = new LinkedHashMap<>();
    try {
      lake.getTable(new ObjectPath(name.getSchema(), name.getIdentifier()))
          .getOptions()
          .forEach(
              (option, value) -> {
                if (option.startsWith("scan.changelog")) {
                  scan.put(option, value);
                }
              });
    } catch (TableNotExistException e) {
      throw new IllegalStateException(e);
    }
    return scan;
  }

  /** The columns of a table in the lake; empty where there is none. */
  Optional<List<TableColumn>> columns(Relation name) {
    return inLake(name).map(TableColumn::of);
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

  private static TableDdl table(
      Relation name, List<TableColumn> columns, List<String> key, Map<String, String> scan) {
    return new TableDdl(false, name, columns, Map.of(), key, List.of(), "", scan);
  }
}
