package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files of which one that is expected to be complete is published only when it is: when its writer
 * said so, and no write failed.
 */
final class CompleteFiles implements FileIO {
  private final FileIO files;
  private final Map<String, Expectation> expectations = new ConcurrentHashMap<>();

  CompleteFiles(FileIO files) {
    this.files = files;
  }

  /** A stream that can be given up: its file never appears. */
  interface Abandonable {
    void abandon() throws IOException;
  }

  /** That a file is written to its end. */
  final class Expectation implements AutoCloseable {
    private final String path;
    private volatile boolean met;

    private Expectation(String path) {
      this.path = path;
    }

    void complete() {
      met = true;
    }

    @Override
    public void close() {
      expectations.remove(path, this);
    }
  }

  /** For the file of that path, until the expectation is closed. */
  Expectation expect(String path) {
    Expectation expectation = new Expectation(path);
    expectations.put(path, expectation);
    return expectation;
  }

  @Override
  public OutputFile newOutputFile(String path) {
    OutputFile file = files.newOutputFile(path);
    Expectation expectation = expectations.get(path);
    return expectation == null ? file : new ExpectedFile(file, expectation);
  }

  @Override
  public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
    return files.listFrom(path);
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    return files.getFileStatus(path);
  }

  @Override
  public String resolvePath(String path) throws IOException {
    return files.resolvePath(path);
  }

  @Override
  public boolean mkdirs(String path) throws IOException {
    return files.mkdirs(path);
  }

  @Override
  public InputFile newInputFile(String path, long size) {
    return files.newInputFile(path, size);
  }

  @Override
  public boolean delete(String path) throws IOException {
    return files.delete(path);
  }

  @Override
  public Optional<String> getConf(String key) {
    return files.getConf(key);
  }

  @Override
  public void copyFileAtomically(String source, String target, boolean overwrite)
      throws IOException {
    files.copyFileAtomically(source, target, overwrite);
  }

  private record ExpectedFile(OutputFile file, Expectation expectation) implements OutputFile {
    @Override
    public String path() {
      return file.path();
    }

    @Override
    public PositionOutputStream create(boolean putIfAbsent) throws IOException {
      return new ExpectedStream(file.create(putIfAbsent), file.path(), expectation);
    }

    @Override
    public void writeAtomically(CloseableIterator<String> lines, boolean overwrite)
        throws IOException {
      file.writeAtomically(lines, overwrite);
    }
  }

  private static final class ExpectedStream extends PositionOutputStream {
    private final PositionOutputStream out;
    private final String path;
    private final Expectation expectation;
    private boolean failed;
    private boolean closed;

    ExpectedStream(PositionOutputStream out, String path, Expectation expectation) {
      this.out = out;
      this.path = path;
      this.expectation = expectation;
    }

    @Override
    public long getPos() throws IOException {
      return out.getPos();
    }

    @Override
    public void write(int value) throws IOException {
      failed = true;
      out.write(value);
      failed = false;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      failed = true;
      out.write(bytes, offset, length);
      failed = false;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      if (expectation.met && !failed) {
        out.close();
        return;
      }
      if (out instanceof Abandonable stream) {
        stream.abandon();
      }
      // Of other streams only the end would publish the file: it is left where it is.
      throw new IOException("the file " + path + " was not written to its end");
    }
  }
}
