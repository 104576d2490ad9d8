package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.DeltaException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.catalog.ObjectPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders of a lake: databases, and in them tables. */
final class LakeFolders {
  private static final Logger LOG = LoggerFactory.getLogger(LakeFolders.class);
  private static final String LOG_FOLDER = "_delta_log";
  // No separators, and not hidden: such folders are not data ("_checkpoints", ".git").
  private static final Pattern NAME = Pattern.compile("[^/\\\\:%?#._][^/\\\\:%?#]*");

  private final Path lake;

  /**
   * @throws DeltaException where the path is not absolute
   */
  LakeFolders(String path) {
    this.lake = new Path(path);
    if (!lake.isAbsolute()) {
      throw new DeltaException(
          "The catalog's path '"
              + path
              + "' is not absolute. Write the lake's full path, for example 'file:///data/lake'.");
    }
  }

  List<String> databases() {
    return children(lake).stream().filter(name -> !isListed(new Path(lake, name))).toList();
  }

  boolean databaseExists(String database) {
    return isName(database)
        && isFolder(new Path(lake, database))
        && !hasLog(new Path(lake, database));
  }

  List<String> tables(String database) {
    Path folder = new Path(lake, database);
    return children(folder).stream().filter(name -> isListed(new Path(folder, name))).toList();
  }

  boolean tableExists(ObjectPath table) {
    return isName(table.getDatabaseName())
        && isName(table.getObjectName())
        && hasLog(folder(table));
  }

  String tablePath(ObjectPath table) {
    return folder(table).toString();
  }

  void createDatabase(String database) {
    requireName(database);
    io(new Path(lake, database), FileSystem::mkdirs);
  }

  /** Deletes all that is in it. */
  void deleteDatabase(String database) {
    delete(new Path(lake, database));
  }

  /**
   * With its data. The log goes first, as one: a table that is deleted only in part must not look
   * like one that has lost files.
   */
  void deleteTable(ObjectPath table) {
    Path log = new Path(folder(table), LOG_FOLDER);
    Path dropped = new Path(folder(table), "_dropped_log_" + UUID.randomUUID());
    io(log, (files, path) -> files.rename(path, dropped));
    delete(folder(table));
  }

  /** Whether anything is in it, be it no table. */
  boolean isEmpty(String database) {
    return io(new Path(lake, database), LakeFolders::list).length == 0;
  }

  /**
   * @throws DeltaException where it cannot be the name of a folder
   */
  static void requireName(String name) {
    if (!isName(name)) {
      throw new DeltaException(
          "'"
              + name
              + "' cannot be the name of a folder in the lake. Choose a name that does not begin"
              + " with '.' or '_' and has none of / \\ : % ? #.");
    }
  }

  private static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  private Path folder(ObjectPath table) {
    return new Path(new Path(lake, table.getDatabaseName()), table.getObjectName());
  }

  private static void delete(Path folder) {
    io(folder, (files, path) -> files.delete(path, true));
  }

  /** One folder that cannot be looked into does not hide the others. */
  private static boolean isListed(Path folder) {
    try {
      return hasLog(folder);
    } catch (DeltaException e) {
      LOG.warn("{} It is not listed.", e.getMessage());
      return false;
    }
  }

  private static boolean hasLog(Path folder) {
    return isFolder(new Path(folder, LOG_FOLDER));
  }

  private static boolean isFolder(Path folder) {
    return io(
        folder,
        (files, path) -> {
          try {
            return files.getFileStatus(path).isDir();
          } catch (FileNotFoundException e) {
            return false;
          }
        });
  }

  private static List<String> children(Path folder) {
    return Arrays.stream(io(folder, LakeFolders::list))
        .filter(FileStatus::isDir)
        .map(child -> child.getPath().getName())
        .filter(LakeFolders::isName)
        .sorted()
        .toList();
  }

  private static FileStatus[] list(FileSystem files, Path folder) throws IOException {
    try {
      FileStatus[] found = files.listStatus(folder);
      return found == null ? new FileStatus[0] : found;
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  private static <T> T io(Path folder, FolderAction<T> action) {
    try {
      return action.apply(folder.getFileSystem(), folder);
    } catch (IOException e) {
      throw new DeltaException(
          "Cannot reach folder "
              + folder
              + " of the lake ("
              + e.getClass().getSimpleName()
              + ": "
              + e.getMessage()
              + "). Check that the folder is there and that you may read it.",
          e);
    }
  }

  /** Something done with a folder. */
  private interface FolderAction<T> {
    T apply(FileSystem files, Path folder) throws IOException;
  }
}
