package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * A local file that appears whole or not at all.
 *
 * <p>A commit is written to a temporary file, which is then hard-linked to its name: the system
 * call fails where the name exists, so of two writers in two processes exactly one wins.
 */
final class LocalOutputFile implements OutputFile {
  private final Path file;
  private final String path;
  private final FileAccess access;

  LocalOutputFile(Path file, String path, FileAccess access) {
    this.file = file;
    this.path = path;
    this.access = access;
  }

  static Path temporaryFor(Path target) {
    return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }

  void publish(Path temporary, boolean overwrite) throws IOException {
    try {
      access.before(FileAccess.Kind.PUBLISH, path);
      if (overwrite) {
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.createLink(file, temporary);
      }
    } catch (FileAlreadyExistsException e) {
      throw LocalFileIO.exists(file);
    } finally {
      Files.deleteIfExists(temporary);
    }
    access.before(FileAccess.Kind.PUBLISHED, path);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public PositionOutputStream create(boolean putIfAbsent) throws IOException {
    access.before(FileAccess.Kind.WRITE, path);
    Path temporary = temporaryFor(file);
    return new CountingOutputStream(
        new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16),
        () -> publish(temporary, !putIfAbsent),
        () -> Files.deleteIfExists(temporary));
  }

  @Override
  public void writeAtomically(CloseableIterator<String> lines, boolean overwrite)
      throws IOException {
    access.before(FileAccess.Kind.WRITE, path);
    Path temporary = temporaryFor(file);
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
        while (lines.hasNext()) {
          out.write(lines.next().getBytes(StandardCharsets.UTF_8));
          out.write('\n');
        }
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(temporary);
        throw e;
      }
      publish(temporary, overwrite);
    } finally {
      Utils.closeCloseables(lines);
    }
  }

  @FunctionalInterface
  private interface OnClose {
    void run() throws IOException;
  }

  private static final class CountingOutputStream extends PositionOutputStream
      implements CompleteFiles.Abandonable {
    private final OutputStream out;
    private final OnClose onClose;
    private final OnClose onAbandon;
    private long position;
    private boolean closed;

    CountingOutputStream(OutputStream out, OnClose onClose, OnClose onAbandon) {
      this.out = out;
      this.onClose = onClose;
      this.onAbandon = onAbandon;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      position += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        out.close();
        onClose.run();
      }
    }

    @Override
    public void abandon() throws IOException {
      if (!closed) {
        closed = true;
        try {
          out.close();
        } finally {
          onAbandon.run();
        }
      }
    }
  }
}
