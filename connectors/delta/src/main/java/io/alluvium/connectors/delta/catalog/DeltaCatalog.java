package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableAlteration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogDatabaseImpl;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionImpl;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotEmptyException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.PartitionNotExistException;
import org.apache.flink.table.catalog.exceptions.ProcedureNotExistException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.catalog.exceptions.TableNotPartitionedException;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;
import org.apache.flink.table.procedures.Procedure;

/**
 * The Delta tables of a lake: {@code <lake>/<database>/<table>}. There is no other store: whatever
 * lies in the folders is in the catalog, whoever made it, and dropping a table deletes its data.
 *
 * <p>{@code FOR SYSTEM_TIME AS OF} reads the version that was current at that time. Times after the
 * last commit give the latest version, times before the first fail. A name like {@code orders$v12}
 * is a version of a table, and so is read only; two of them can be in one statement.
 *
 * <p>{@code CALL sys.…} maintains tables: see {@code SHOW PROCEDURES FROM sys}.
 */
@PublicEvolving
public final class DeltaCatalog extends PlainCatalog {
  private final LakeFolders lake;
  private final StatisticsCache statistics = new StatisticsCache();

  /**
   * @param path of the lake's folder, a URI or an absolute local path
   */
  public DeltaCatalog(String name, String defaultDatabase, String path) {
    super(name, defaultDatabase);
    this.lake = new LakeFolders(path);
  }

  @Override
  public void open() {
    // Folders are looked at when they are asked for.
  }

  @Override
  public void close() {
    // Nothing is held open.
  }

  @Override
  public List<String> listDatabases() {
    TreeSet<String> names = new TreeSet<>(lake.databases());
    names.add(getDefaultDatabase());
    return List.copyOf(names);
  }

  @Override
  public boolean databaseExists(String database) {
    return database.equals(getDefaultDatabase()) || lake.databaseExists(database);
  }

  @Override
  public CatalogDatabase getDatabase(String database) throws DatabaseNotExistException {
    requireDatabase(database);
    return new CatalogDatabaseImpl(Map.of(), null);
  }

  @Override
  public void createDatabase(String name, CatalogDatabase database, boolean ignoreIfExists)
      throws DatabaseAlreadyExistException {
    if (!databaseExists(name)) {
      lake.createDatabase(name);
    } else if (!ignoreIfExists) {
      throw new DatabaseAlreadyExistException(getName(), name);
    }
  }

  @Override
  public void dropDatabase(String name, boolean ignoreIfNotExists, boolean cascade)
      throws DatabaseNotExistException, DatabaseNotEmptyException {
    if (!databaseExists(name)) {
      if (ignoreIfNotExists) {
        return;
      }
      throw new DatabaseNotExistException(getName(), name);
    }
    if (cascade) {
      lake.tables(name).forEach(table -> lake.deleteTable(new ObjectPath(name, table)));
    }
    // What is no table was not made here, and is not ours to delete.
    if (!lake.isEmpty(name)) {
      throw new DatabaseNotEmptyException(getName(), name);
    }
    lake.deleteDatabase(name);
  }

  @Override
  public List<String> listTables(String database) throws DatabaseNotExistException {
    requireDatabase(database);
    return lake.tables(database);
  }

  @Override
  public boolean tableExists(ObjectPath name) {
    return find(name).isPresent();
  }

  @Override
  public CatalogTable getTable(ObjectPath name) throws TableNotExistException {
    Found found = require(name);
    return found.version().isPresent()
        ? TableMapping.toFlinkVersion(found.snapshot(), found.path())
        : TableMapping.toFlink(found.snapshot(), found.path());
  }

  @Override
  public CatalogTable getTable(ObjectPath name, long timestamp) throws TableNotExistException {
    Found found = require(name);
    if (found.version().isPresent()) {
      throw new DeltaException(
          "Table "
              + name.getFullName()
              + " is one version already. Leave out FOR SYSTEM_TIME AS OF, or the version in the"
              + " name.");
    }
    return TableMapping.toFlinkAt(found.table().snapshotAt(timestamp), found.path(), timestamp);
  }

  @Override
  public void createTable(ObjectPath name, CatalogBaseTable table, boolean ignoreIfExists)
      throws TableAlreadyExistException, DatabaseNotExistException {
    requireDatabase(name.getDatabaseName());
    if (!(table instanceof ResolvedCatalogTable resolved)) {
      throw new CatalogException(
          "Catalog " + getName() + " keeps tables only. Use CREATE TEMPORARY VIEW.");
    }
    LakeFolders.requireName(name.getObjectName());
    if (VersionedName.parse(name).isPresent()) {
      throw new DeltaException(
          "Cannot create table "
              + name.getFullName()
              + ". Names that end like this mean a version of a table. Choose another.");
    }
    String path = lake.tablePath(name);
    boolean created =
        DeltaTable.at(path).createIfAbsent(TableMapping.toDelta(name, resolved, path));
    if (!created && !ignoreIfExists) {
      throw new TableAlreadyExistException(getName(), name);
    }
  }

  @Override
  public void alterTable(
      ObjectPath name,
      CatalogBaseTable newTable,
      List<TableChange> changes,
      boolean ignoreIfNotExists)
      throws TableNotExistException {
    if (ignoreIfNotExists && !tableExists(name)) {
      return;
    }
    Found found = requireWhole(name, "alter");
    new TableAlteration(found.table())
        .apply(
            new TableChanges(name, new TableOptions("alter", name, found.path())).toEdits(changes));
  }

  @Override
  public void dropTable(ObjectPath name, boolean ignoreIfNotExists) throws TableNotExistException {
    if (ignoreIfNotExists && !tableExists(name)) {
      return;
    }
    requireWhole(name, "drop");
    lake.deleteTable(name);
  }

  @Override
  public List<CatalogPartitionSpec> listPartitions(ObjectPath name)
      throws TableNotExistException, TableNotPartitionedException {
    return requirePartitioned(name).list(Map.of());
  }

  @Override
  public List<CatalogPartitionSpec> listPartitions(ObjectPath name, CatalogPartitionSpec spec)
      throws TableNotExistException, TableNotPartitionedException {
    return requirePartitioned(name).list(spec.getPartitionSpec());
  }

  @Override
  public CatalogPartition getPartition(ObjectPath name, CatalogPartitionSpec spec)
      throws PartitionNotExistException {
    if (!partitionExists(name, spec)) {
      throw new PartitionNotExistException(getName(), name, spec);
    }
    return new CatalogPartitionImpl(Map.of(), "");
  }

  @Override
  public boolean partitionExists(ObjectPath name, CatalogPartitionSpec spec) {
    return find(name)
        .map(found -> PartitionList.of(found.snapshot()).holds(spec.getPartitionSpec()))
        .orElse(false);
  }

  @Override
  public CatalogTableStatistics getTableStatistics(ObjectPath name) throws TableNotExistException {
    return statistics(name).table();
  }

  @Override
  public CatalogColumnStatistics getTableColumnStatistics(ObjectPath name)
      throws TableNotExistException {
    return statistics(name).columns();
  }

  @Override
  public CatalogTableStatistics getPartitionStatistics(ObjectPath name, CatalogPartitionSpec spec)
      throws PartitionNotExistException {
    try {
      return statistics(name)
          .partitions()
          .getOrDefault(
              PartitionList.toDelta(spec.getPartitionSpec()), CatalogTableStatistics.UNKNOWN);
    } catch (TableNotExistException e) {
      throw new PartitionNotExistException(getName(), name, spec, e);
    }
  }

  @Override
  public List<String> listProcedures(String database) throws DatabaseNotExistException {
    if (DeltaProcedures.areIn(database)) {
      return DeltaProcedures.NAMES;
    }
    requireDatabase(database);
    return List.of();
  }

  @Override
  public Procedure getProcedure(ObjectPath name) throws ProcedureNotExistException {
    return DeltaProcedures.of(
            name, new LakeTables(lake, "catalog " + getName(), getDefaultDatabase()))
        .orElseThrow(() -> new ProcedureNotExistException(getName(), name));
  }

  /**
   * A table that is there.
   *
   * @param version the one that its name means; empty for the latest
   */
  private record Found(String path, OptionalLong version) {
    DeltaTable table() {
      return DeltaTable.at(path);
    }

    DeltaSnapshot snapshot() {
      return version.isPresent() ? table().snapshot(version.getAsLong()) : table().snapshot();
    }
  }

  private Optional<Found> find(ObjectPath name) {
    if (lake.tableExists(name)) {
      return Optional.of(new Found(lake.tablePath(name), OptionalLong.empty()));
    }
    return VersionedName.parse(name)
        .filter(versioned -> lake.tableExists(versioned.table()))
        .map(
            versioned ->
                new Found(lake.tablePath(versioned.table()), OptionalLong.of(versioned.version())));
  }

  private Found require(ObjectPath name) throws TableNotExistException {
    return find(name).orElseThrow(() -> new TableNotExistException(getName(), name));
  }

  /** As above, but not one version of a table. */
  private Found requireWhole(ObjectPath name, String action) throws TableNotExistException {
    Found found = require(name);
    if (found.version().isPresent()) {
      throw new DeltaException(
          "Cannot " + action + " " + name.getFullName() + ". A version of a table stays as it is.");
    }
    return found;
  }

  private PartitionList requirePartitioned(ObjectPath name)
      throws TableNotExistException, TableNotPartitionedException {
    DeltaSnapshot snapshot = require(name).snapshot();
    if (snapshot.partitionColumns().isEmpty()) {
      throw new TableNotPartitionedException(getName(), name);
    }
    return PartitionList.of(snapshot);
  }

  private TableStatistics statistics(ObjectPath name) throws TableNotExistException {
    Found found = require(name);
    return statistics.of(name.getFullName(), found.snapshot());
  }

  private void requireDatabase(String database) throws DatabaseNotExistException {
    if (!databaseExists(database)) {
      throw new DatabaseNotExistException(getName(), database);
    }
  }
}
