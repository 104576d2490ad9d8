package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;

/**
 * Kernel's file access on Azure storage, by Hadoop's ABFS driver.
 *
 * <p>A file gets its name by a rename, which this driver asks the store to refuse where the name is
 * taken ({@code If-None-Match: *}), with and without a hierarchical namespace; so of two writers
 * exactly one wins. Kernel's own access relies on the same, but looks first whether the name and
 * the folder are there, each a request, and lists after asking whether there is anything to list.
 */
final class AzureFileIO implements FileIO {
  private static final Pattern SCHEME = Pattern.compile("abfss?:.*");

  private final Source source;
  private final WrittenEntries written = new WrittenEntries();

  /** Opens the file system at the first use: a table is named without any request. */
  @FunctionalInterface
  interface Source {
    FileSystem open() throws IOException;
  }

  AzureFileIO(Source source) {
    this.source = source;
  }

  /** Whether a table at that path is on Azure storage. */
  static boolean handles(String path) {
    return SCHEME.matcher(path).matches();
  }

  @Override
  public CloseableIterator<FileStatus> listFrom(String filePath) throws IOException {
    written.forget();
    Path from = new Path(filePath);
    List<FileStatus> found = new ArrayList<>();
    for (org.apache.hadoop.fs.FileStatus file : source.open().listStatus(from.getParent())) {
      if (file.getPath().getName().compareTo(from.getName()) >= 0) {
        found.add(status(file));
      }
    }
    found.sort(Comparator.comparing(FileStatus::getPath));
    return Utils.toCloseableIterator(found.iterator());
  }

  private static FileStatus status(org.apache.hadoop.fs.FileStatus file) {
    return FileStatus.of(file.getPath().toString(), file.getLen(), file.getModificationTime());
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    return status(source.open().getFileStatus(new Path(path)));
  }

  @Override
  public String resolvePath(String path) throws IOException {
    return source.open().makeQualified(new Path(path)).toString();
  }

  @Override
  public boolean mkdirs(String path) throws IOException {
    return source.open().mkdirs(new Path(path));
  }

  @Override
  public InputFile newInputFile(String path, long fileSize) {
    return new AzureInputFile(source, written, new Path(path), fileSize);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return new AzureOutputFile(source, written, new Path(path));
  }

  @Override
  public boolean delete(String path) throws IOException {
    try {
      return source.open().delete(new Path(path), false);
    } catch (FileNotFoundException e) {
      // Some other clean-up was faster, or this one: a request whose answer was lost is repeated.
      return false;
    }
  }

  @Override
  public Optional<String> getConf(String key) {
    try {
      return Optional.ofNullable(source.open().getConf().get(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void copyFileAtomically(String from, String to, boolean overwrite) throws IOException {
    FileSystem files = source.open();
    AzureOutputFile target = new AzureOutputFile(source, written, new Path(to));
    Path temporary = target.temporary();
    try (FSDataInputStream in = files.open(new Path(from));
        FSDataOutputStream out = files.create(temporary, true)) {
      IOUtils.copyBytes(in, out, files.getConf());
    }
    if (overwrite) {
      files.delete(new Path(to), false);
    }
    target.publish(files, temporary);
  }
}
