package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import java.util.regex.Pattern;
import org.apache.flink.table.catalog.ObjectPath;

/**
 * Finds the tables that procedures are told of: {@code table} in the catalog's default database,
 * {@code database.table}, or a path.
 */
final class ProcedureTables {
  private static final Pattern PATH = Pattern.compile("/.*|[a-zA-Z][a-zA-Z0-9+.-]*:/.*");

  private final DeltaCatalog catalog;
  private final LakeFolders lake;

  ProcedureTables(DeltaCatalog catalog, LakeFolders lake) {
    this.catalog = catalog;
    this.lake = lake;
  }

  /**
   * @throws DeltaException where there is no such table
   */
  TableMaintenance existing(String name) {
    if (isPath(name)) {
      return TableMaintenance.of(name);
    }
    ObjectPath table = resolve(name);
    if (!lake.tableExists(table)) {
      throw new DeltaException(
          "There is no table " + table.getFullName() + " in catalog " + catalog.getName() + ".");
    }
    return TableMaintenance.of(lake.tablePath(table));
  }

  /** The folder of a table that need not be there yet, though its database must. */
  String newPath(String name) {
    if (isPath(name)) {
      return name;
    }
    ObjectPath table = resolve(name);
    LakeFolders.requireName(table.getObjectName());
    if (!catalog.databaseExists(table.getDatabaseName())) {
      throw new DeltaException(
          "There is no database "
              + table.getDatabaseName()
              + " in catalog "
              + catalog.getName()
              + ". Create it with CREATE DATABASE.");
    }
    return lake.tablePath(table);
  }

  private static boolean isPath(String name) {
    return PATH.matcher(name).matches();
  }

  private ObjectPath resolve(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? new ObjectPath(catalog.getDefaultDatabase(), name)
        : new ObjectPath(name.substring(0, dot), name.substring(dot + 1));
  }
}
