package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file on Azure storage that appears whole or not at all, unless it is to be replaced. */
final class AzureOutputFile implements OutputFile {
  private static final Logger LOG = LoggerFactory.getLogger(AzureOutputFile.class);

  private final AzureFileIO.Source source;
  private final WrittenEntries written;
  private final Path file;

  AzureOutputFile(AzureFileIO.Source source, WrittenEntries written, Path file) {
    this.source = source;
    this.written = written;
    this.file = file;
  }

  /** A name for it until it is complete; VACUUM deletes what a killed process has left. */
  Path temporary() {
    return new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID() + ".tmp");
  }

  @Override
  public String path() {
    return file.toString();
  }

  @Override
  public PositionOutputStream create(boolean putIfAbsent) throws IOException {
    FileSystem files = source.open();
    if (!putIfAbsent) {
      return new FileStream(files.create(file, true), () -> {}, () -> {});
    }
    Path temporary = temporary();
    return new FileStream(
        files.create(temporary, true),
        () -> publish(files, temporary),
        () -> discard(files, temporary));
  }

  /** Commits, and what points at checkpoints: small, so that they are held until they are there. */
  @Override
  public void writeAtomically(CloseableIterator<String> lines, boolean overwrite)
      throws IOException {
    byte[] content = content(lines);
    FileSystem files = source.open();
    if (overwrite) {
      // The rename cannot replace; readers of such files try again where they find them empty.
      write(files, file, content);
      return;
    }
    Path temporary = temporary();
    try {
      write(files, temporary, content);
      publish(files, temporary);
    } catch (IOException | RuntimeException e) {
      // A commit names itself by a random number: it may be that only an answer was lost.
      if (!holds(files, content, e)) {
        discardAfter(e, files, temporary);
        throw e;
      }
      LOG.info("{} was published, though the store said otherwise", file, e);
    }
    written.put(file.toString(), content);
  }

  private static byte[] content(CloseableIterator<String> lines) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try {
      while (lines.hasNext()) {
        content.write(lines.next().getBytes(StandardCharsets.UTF_8));
        content.write('\n');
      }
    } finally {
      Utils.closeCloseables(lines);
    }
    return content.toByteArray();
  }

  /**
   * Also a file of a new name is written over what may be there: where the answer to its creation
   * is lost, the driver asks again, and would find its own file in the way.
   */
  private static void write(FileSystem files, Path path, byte[] content) throws IOException {
    try (FSDataOutputStream out = files.create(path, true)) {
      out.write(content);
    }
  }

  private boolean holds(FileSystem files, byte[] content, Exception failure) {
    try (FSDataInputStream in = files.open(file)) {
      return Arrays.equals(in.readAllBytes(), content);
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  /**
   * Gives the file its name.
   *
   * @throws FileAlreadyExistsException where it is taken, as Kernel expects it
   */
  void publish(FileSystem files, Path temporary) throws IOException {
    boolean renamed;
    try {
      renamed = files.rename(temporary, file);
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      renamed = false;
    }
    if (renamed) {
      return;
    }
    // The driver says no more than that it was not done.
    boolean taken = isThere(files);
    discard(files, temporary);
    if (taken) {
      throw new FileAlreadyExistsException(file.toString());
    }
    throw new IOException("the store did not rename " + temporary + " to " + file);
  }

  private boolean isThere(FileSystem files) throws IOException {
    try {
      FileStatus status = files.getFileStatus(file);
      return status.isFile();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private static void discard(FileSystem files, Path temporary) throws IOException {
    files.delete(temporary, false);
  }

  private static void discardAfter(Exception failure, FileSystem files, Path temporary) {
    try {
      discard(files, temporary);
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  @FunctionalInterface
  private interface Ending {
    void run() throws IOException;
  }

  private static final class FileStream extends PositionOutputStream
      implements CompleteFiles.Abandonable {
    private final FSDataOutputStream out;
    private final Ending complete;
    private final Ending abandoned;
    private boolean closed;

    FileStream(FSDataOutputStream out, Ending complete, Ending abandoned) {
      this.out = out;
      this.complete = complete;
      this.abandoned = abandoned;
    }

    @Override
    public long getPos() {
      return out.getPos();
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      // Not to the store: what is not complete is of no use there, and each time is a request.
      if (closed) {
        throw new IOException("the stream is closed");
      }
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        out.close();
        complete.run();
      }
    }

    @Override
    public void abandon() throws IOException {
      if (!closed) {
        closed = true;
        try {
          out.close();
        } finally {
          abandoned.run();
        }
      }
    }
  }
}
