package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.DeltaException;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.catalog.ObjectPath;

/**
 * Finds the tables that a user names for their maintenance: {@code database.table}, {@code table}
 * where there is a default database, or a path.
 */
@PublicEvolving
public final class LakeTables {
  private static final Pattern PATH = Pattern.compile("/.*|[a-zA-Z][a-zA-Z0-9+.-]*:/.*");

  private final LakeFolders lake;
  private final String place;
  @Nullable private final String defaultDatabase;

  LakeTables(LakeFolders lake, String place, @Nullable String defaultDatabase) {
    this.lake = lake;
    this.place = place;
    this.defaultDatabase = defaultDatabase;
  }

  /**
   * The tables of a lake without a default database.
   *
   * @param lakePath of the lake's folder, a URI or an absolute local path
   * @throws DeltaException where the path is not absolute
   */
  public static LakeTables of(String lakePath) {
    return new LakeTables(new LakeFolders(lakePath), "lake " + lakePath, null);
  }

  /**
   * The folder of a table. A path is taken as it is, for the table's log says whether it is one.
   *
   * @throws DeltaException where the lake has no such table
   */
  public String existing(String name) {
    if (isPath(name)) {
      return name;
    }
    ObjectPath table = resolve(name);
    if (!lake.tableExists(table)) {
      throw new DeltaException("There is no table " + table.getFullName() + " in " + place + ".");
    }
    return lake.tablePath(table);
  }

  /**
   * The folder of a table that need not be there yet, though its database must.
   *
   * @throws DeltaException where it is not, or the name cannot be a folder's
   */
  public String newPath(String name) {
    if (isPath(name)) {
      return name;
    }
    ObjectPath table = resolve(name);
    LakeFolders.requireName(table.getObjectName());
    String database = table.getDatabaseName();
    if (!database.equals(defaultDatabase) && !lake.databaseExists(database)) {
      throw new DeltaException(
          "There is no database "
              + database
              + " in "
              + place
              + ". Create it with CREATE DATABASE.");
    }
    return lake.tablePath(table);
  }

  private static boolean isPath(String name) {
    return PATH.matcher(name).matches();
  }

  private ObjectPath resolve(String name) {
    int dot = name.indexOf('.');
    if (dot >= 0) {
      return new ObjectPath(name.substring(0, dot), name.substring(dot + 1));
    }
    if (defaultDatabase == null) {
      throw new DeltaException(
          "'" + name + "' is no table. Write database.table, or the path of the table's folder.");
    }
    return new ObjectPath(defaultDatabase, name);
  }
}
