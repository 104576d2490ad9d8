package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.defaults.engine.hadoopio.HadoopSeekableInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** A file on Azure storage, to be read. */
final class AzureInputFile implements InputFile {
  private final AzureFileIO.Source source;
  private final WrittenEntries written;
  private final Path file;
  private final long length;

  /**
   * @param length in bytes; 0 or less where it is not known
   */
  AzureInputFile(AzureFileIO.Source source, WrittenEntries written, Path file, long length) {
    this.source = source;
    this.written = written;
    this.file = file;
    this.length = length;
  }

  @Override
  public long length() throws IOException {
    return length > 0 ? length : source.open().getFileStatus(file).getLen();
  }

  @Override
  public String path() {
    return file.toString();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    Optional<byte[]> content = written.get(file.toString());
    return content.isPresent()
        ? new BytesInputStream(content.get())
        : new HadoopSeekableInputStream(source.open().open(file));
  }

  private static final class BytesInputStream extends SeekableInputStream {
    private final byte[] content;
    private int position;

    BytesInputStream(byte[] content) {
      this.content = content;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void seek(long newPosition) throws IOException {
      position = Objects.checkIndex(Math.toIntExact(newPosition), content.length + 1);
    }

    @Override
    public int read() {
      return position < content.length ? content[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (length > 0 && position == content.length) {
        return -1;
      }
      int count = Math.min(length, content.length - position);
      System.arraycopy(content, position, bytes, offset, count);
      position += count;
      return count;
    }

    @Override
    public void readFully(byte[] bytes, int offset, int length) throws IOException {
      if (length > content.length - position) {
        throw new EOFException("the entry ends before " + (position + (long) length));
      }
      read(bytes, offset, length);
    }
  }
}
