package io.alluvium.ingest.folder;

import io.alluvium.ingest.batch.BatchException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Lists a folder and those in it. Names that begin with {@code .} or {@code _}, and that end with
 * {@code .tmp}, are of files in the making and of markers: they are not to be read, and folders of
 * such names are not entered.
 */
public final class FolderListing {
  private final Path root;
  @Nullable private final PathMatcher include;
  private final String rootPath;

  /**
   * @param include a glob of paths within the folder, such as {@code **.csv}; null for all
   */
  public FolderListing(String folder, @Nullable String include) {
    this.root = new Path(folder);
    this.rootPath = root.toUri().getPath();
    this.include =
        include == null ? null : FileSystems.getDefault().getPathMatcher("glob:" + include);
  }

  /**
   * @throws BatchException where there is no such folder
   */
  public ArrivalRules.Listing list() throws IOException {
    FileSystem files = root.getFileSystem();
    List<LandingFile> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    if (!files.exists(root)) {
      throw new BatchException("There is no folder " + root + ". Create it, or correct the path.");
    }
    list(files, root, found, names);
    return new ArrivalRules.Listing(found, names);
  }

  private void list(FileSystem files, Path folder, List<LandingFile> found, Set<String> names)
      throws IOException {
    FileStatus[] children;
    try {
      children = files.listStatus(folder);
    } catch (FileNotFoundException e) {
      // A folder that went while it was listed holds nothing.
      return;
    }
    if (children == null) {
      return;
    }
    for (FileStatus child : children) {
      String name = child.getPath().getName();
      boolean hidden = name.startsWith(".") || name.startsWith("_") || name.endsWith(".tmp");
      if (child.isDir()) {
        if (!hidden) {
          list(files, child.getPath(), found, names);
        }
        continue;
      }
      String path = relative(child.getPath());
      names.add(path);
      // An empty file holds nothing yet, and is what a file in the making looks like at first.
      if (!hidden && child.getLen() > 0 && isIncluded(path)) {
        found.add(new LandingFile(path, child.getModificationTime(), child.getLen()));
      }
    }
  }

  private boolean isIncluded(String path) {
    return include == null || include.matches(java.nio.file.Path.of(path));
  }

  private String relative(Path file) {
    String path = file.toUri().getPath().substring(rootPath.length());
    return path.startsWith("/") ? path.substring(1) : path;
  }
}
