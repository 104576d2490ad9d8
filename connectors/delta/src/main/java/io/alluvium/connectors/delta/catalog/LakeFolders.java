package io.alluvium.connectors.delta.catalog;

import io.alluvium.connectors.delta.DeltaException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.catalog.ObjectPath;

/** The folders of a lake: databases, and in them tables. */
final class LakeFolders {
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
    return children(lake).stream().filter(name -> !hasLog(new Path(lake, name))).toList();
  }

  boolean databaseExists(String database) {
    return isName(database)
        && isFolder(new Path(lake, database))
        && !hasLog(new Path(lake, database));
  }

  List<String> tables(String database) {
    Path folder = new Path(lake, database);
    return children(folder).stream().filter(name -> hasLog(new Path(folder, name))).toList();
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
    io(new Path(lake, database), (files, folder) -> files.mkdirs(folder));
  }

  /** Deletes all that is in it. */
  void deleteDatabase(String database) {
    delete(new Path(lake, database));
  }

  /** With its data. */
  void deleteTable(ObjectPath table) {
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
      throw new UncheckedIOException("Cannot reach folder " + folder + " of the lake.", e);
    }
  }

  /** Something done with a folder. */
  private interface FolderAction<T> {
    T apply(FileSystem files, Path folder) throws IOException;
  }
}
