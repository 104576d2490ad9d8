package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogDatabaseImpl;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotEmptyException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;

/**
 * The Delta tables of a lake: {@code <lake>/<database>/<table>}. There is no other store: whatever
 * lies in the folders is in the catalog, whoever made it, and dropping a table deletes its data.
 *
 * <p>{@code FOR SYSTEM_TIME AS OF} reads the version that was current at that time. Times after the
 * last commit give the latest version, times before the first fail.
 */
@PublicEvolving
public final class DeltaCatalog extends PlainCatalog {
  private final LakeFolders lake;

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
  public boolean tableExists(ObjectPath table) {
    return lake.tableExists(table);
  }

  @Override
  public CatalogTable getTable(ObjectPath name) throws TableNotExistException {
    return TableMapping.toFlink(table(name).snapshot(), lake.tablePath(name));
  }

  @Override
  public CatalogTable getTable(ObjectPath name, long timestamp) throws TableNotExistException {
    DeltaSnapshot snapshot = table(name).snapshotAt(timestamp);
    return TableMapping.toFlinkAt(snapshot, lake.tablePath(name), timestamp);
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
    boolean created =
        DeltaTable.at(lake.tablePath(name)).createIfAbsent(TableMapping.toDelta(name, resolved));
    if (!created && !ignoreIfExists) {
      throw new TableAlreadyExistException(getName(), name);
    }
  }

  @Override
  public void dropTable(ObjectPath name, boolean ignoreIfNotExists) throws TableNotExistException {
    if (tableExists(name)) {
      lake.deleteTable(name);
    } else if (!ignoreIfNotExists) {
      throw new TableNotExistException(getName(), name);
    }
  }

  @Override
  public CatalogTableStatistics getTableStatistics(ObjectPath name) throws TableNotExistException {
    List<DataFile> files = table(name).snapshot().files();
    long rows = 0;
    long size = 0;
    for (DataFile file : files) {
      OptionalLong rowCount = file.rowCount();
      if (rowCount.isEmpty()) {
        return CatalogTableStatistics.UNKNOWN;
      }
      rows += rowCount.getAsLong();
      size += file.size();
    }
    return new CatalogTableStatistics(rows, files.size(), size, size);
  }

  private DeltaTable table(ObjectPath name) throws TableNotExistException {
    if (!tableExists(name)) {
      throw new TableNotExistException(getName(), name);
    }
    return DeltaTable.at(lake.tablePath(name));
  }

  private void requireDatabase(String database) throws DatabaseNotExistException {
    if (!databaseExists(database)) {
      throw new DatabaseNotExistException(getName(), database);
    }
  }
}
