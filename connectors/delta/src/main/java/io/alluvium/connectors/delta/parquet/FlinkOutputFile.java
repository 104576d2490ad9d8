package io.alluvium.connectors.delta.parquet;

import java.io.IOException;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A Parquet file on any file system that Flink knows. */
final class FlinkOutputFile implements OutputFile {
  private final Path path;

  FlinkOutputFile(Path path) {
    this.path = path;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    // Its name is nobody else's. A store whose answer was lost is asked again, and must not find
    // the file of the first time in the way.
    return createOrOverwrite(blockSizeHint);
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return new FlinkPositionOutputStream(
        path.getFileSystem().create(path, FileSystem.WriteMode.OVERWRITE));
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return path.toString();
  }

  private static final class FlinkPositionOutputStream extends PositionOutputStream {
    private final FSDataOutputStream out;
    private long position;

    FlinkPositionOutputStream(FSDataOutputStream out) {
      this.out = out;
    }

    /** Counted here, so that it can be asked for after the end as well. */
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
      out.close();
    }
  }
}
