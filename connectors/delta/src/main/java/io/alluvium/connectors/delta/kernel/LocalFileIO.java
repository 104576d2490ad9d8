package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Kernel's file access for local folders, on {@code java.nio.file}.
 *
 * <p>Hadoop's local file system forks a process for each file that it creates; and a rename is no
 * proof against a second writer, where a hard link is (see {@link LocalOutputFile}).
 */
final class LocalFileIO extends HadoopFileIO {
  private static final String SCHEME = "file:";

  private final String scheme;
  private final Pattern schemeAndAuthority;
  private final FileAccess access;

  LocalFileIO(Configuration configuration) {
    this(configuration, SCHEME, FileAccess.FREE);
  }

  /**
   * @param scheme of paths, with its colon
   */
  LocalFileIO(Configuration configuration, String scheme, FileAccess access) {
    super(configuration);
    this.scheme = scheme;
    this.schemeAndAuthority = Pattern.compile("^" + scheme + "(//[^/]*)?");
    this.access = access;
  }

  /** Whether a table at that path is on the local file system. */
  static boolean handles(String path) {
    return path.startsWith("/") || path.startsWith(SCHEME);
  }

  /** Paths are plain text here, as in Flink and Hadoop: a percent sign is one. */
  private Path toLocal(String path) {
    return Path.of(schemeAndAuthority.matcher(path).replaceFirst(""));
  }

  private String toUri(Path path) {
    // Kernel compares paths as text and strips this very prefix.
    return scheme + path;
  }

  @Override
  public CloseableIterator<FileStatus> listFrom(String filePath) throws IOException {
    access.before(FileAccess.Kind.LIST, filePath);
    Path from = toLocal(filePath);
    String first = from.getFileName().toString();
    List<FileStatus> found = new ArrayList<>();
    try (Stream<Path> children = Files.list(from.getParent())) {
      for (Path child : (Iterable<Path>) children::iterator) {
        if (child.getFileName().toString().compareTo(first) >= 0) {
          addStatus(child, found);
        }
      }
    } catch (NoSuchFileException e) {
      throw notFound(from.getParent(), e);
    }
    found.sort(Comparator.comparing(FileStatus::getPath));
    return Utils.toCloseableIterator(found.iterator());
  }

  private void addStatus(Path file, List<FileStatus> found) throws IOException {
    try {
      found.add(status(file));
    } catch (NoSuchFileException e) {
      // Cleaned up or renamed by another writer between listing and looking: not there any more.
      return;
    }
  }

  private FileStatus status(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return FileStatus.of(toUri(file), attributes.size(), attributes.lastModifiedTime().toMillis());
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    access.before(FileAccess.Kind.READ, path);
    Path file = toLocal(path);
    try {
      return status(file);
    } catch (NoSuchFileException e) {
      throw notFound(file, e);
    }
  }

  @Override
  public String resolvePath(String path) {
    return toUri(toLocal(path).toAbsolutePath().normalize());
  }

  @Override
  public boolean mkdirs(String path) throws IOException {
    Files.createDirectories(toLocal(path));
    return true;
  }

  @Override
  public InputFile newInputFile(String path, long fileSize) {
    return new LocalInputFile(toLocal(path), path, fileSize, access);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return new LocalOutputFile(toLocal(path), path, access);
  }

  @Override
  public boolean delete(String path) throws IOException {
    return Files.deleteIfExists(toLocal(path));
  }

  @Override
  public void copyFileAtomically(String source, String destination, boolean overwrite)
      throws IOException {
    Path target = toLocal(destination);
    Path temporary = LocalOutputFile.temporaryFor(target);
    Files.copy(toLocal(source), temporary);
    new LocalOutputFile(target, destination, access).publish(temporary, overwrite);
  }

  /** Kernel and its readers tell a missing file by the class that Hadoop throws. */
  static FileNotFoundException notFound(Path file, Exception cause) {
    FileNotFoundException exception = new FileNotFoundException(file.toString());
    exception.initCause(cause);
    return exception;
  }

  /** What Kernel expects where {@code putIfAbsent} found the file there. */
  static FileAlreadyExistsException exists(Path file) {
    return new FileAlreadyExistsException(file.toString());
  }
}
