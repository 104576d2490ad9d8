package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.IOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;

/** A file that Kernel's file access reaches, for Parquet's reader. */
final class ParquetInput implements InputFile {
  private final io.delta.kernel.defaults.engine.fileio.InputFile file;

  ParquetInput(io.delta.kernel.defaults.engine.fileio.InputFile file) {
    this.file = file;
  }

  @Override
  public long getLength() throws IOException {
    return file.length();
  }

  @Override
  public org.apache.parquet.io.SeekableInputStream newStream() throws IOException {
    SeekableInputStream stream = file.newStream();
    return new DelegatingSeekableInputStream(stream) {
      @Override
      public long getPos() throws IOException {
        return stream.getPos();
      }

      @Override
      public void seek(long position) throws IOException {
        stream.seek(position);
      }
    };
  }

  @Override
  public String toString() {
    return file.path();
  }
}
