package io.alluvium.connectors.delta.maintenance;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** The files in a table's folder, as they lie there. Paths have neither scheme nor authority. */
final class TableFiles {
  private final Path folder;

  TableFiles(String tablePath) {
    this.folder = new Path(tablePath);
  }

  boolean exists(String path) {
    try {
      return fileSystem().exists(inFolderSystem(path));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for file " + path + ".", e);
    }
  }

  void delete(String path) {
    try {
      fileSystem().delete(inFolderSystem(path), false);
    } catch (FileNotFoundException e) {
      // Another VACUUM was faster.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete file " + path + ".", e);
    }
  }

  /** Visits the files below the table's folder, but not those below folders that are hidden. */
  void visit(Consumer<FileStatus> visitor) {
    try {
      visit(folder, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list folder " + folder + ".", e);
    }
  }

  /** Visits the files of the log's folder. */
  void visitLog(Consumer<FileStatus> visitor) {
    try {
      for (FileStatus file : list(new Path(folder, "_delta_log"))) {
        if (!file.isDir()) {
          visitor.accept(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list folder " + folder + "/_delta_log.", e);
    }
  }

  private void visit(Path parent, Consumer<FileStatus> visitor) throws IOException {
    for (FileStatus child : list(parent)) {
      if (!child.isDir()) {
        visitor.accept(child);
      } else if (!isHidden(child.getPath().getName())) {
        visit(child.getPath(), visitor);
      }
    }
  }

  private FileStatus[] list(Path parent) throws IOException {
    try {
      FileStatus[] found = fileSystem().listStatus(parent);
      return found == null ? new FileStatus[0] : found;
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  /** The log, and what other engines keep beside it; but a partition column may begin so too. */
  static boolean isHidden(String name) {
    return name.startsWith(".") || (name.startsWith("_") && !name.contains("="));
  }

  private FileSystem fileSystem() throws IOException {
    return folder.getFileSystem();
  }

  private Path inFolderSystem(String path) {
    return new Path(folder.toUri().getScheme(), folder.toUri().getAuthority(), path);
  }
}
