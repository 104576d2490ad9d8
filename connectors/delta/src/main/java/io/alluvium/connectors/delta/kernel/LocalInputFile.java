package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A local file that is read at any position. */
final class LocalInputFile implements InputFile {
  private final Path file;
  private final String path;
  private final long length;
  private final FileAccess access;

  LocalInputFile(Path file, String path, long length, FileAccess access) {
    this.file = file;
    this.path = path;
    this.length = length;
    this.access = access;
  }

  @Override
  public long length() throws IOException {
    return length > 0 ? length : java.nio.file.Files.size(file);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    access.before(FileAccess.Kind.READ, path);
    try {
      return new ChannelInputStream(FileChannel.open(file, StandardOpenOption.READ));
    } catch (NoSuchFileException e) {
      throw LocalFileIO.notFound(file, e);
    }
  }

  private static final class ChannelInputStream extends SeekableInputStream {
    private final FileChannel channel;
    private final byte[] one = new byte[1];

    ChannelInputStream(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long getPos() throws IOException {
      return channel.position();
    }

    @Override
    public void seek(long position) throws IOException {
      channel.position(position);
    }

    @Override
    public int read() throws IOException {
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return channel.read(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void readFully(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw new EOFException("file ends " + buffer.remaining() + " bytes too early");
        }
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
