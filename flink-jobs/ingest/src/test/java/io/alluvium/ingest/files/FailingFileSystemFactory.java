package io.alluvium.ingest.files;

import java.io.IOException;
import java.net.URI;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/** Local files, of which {@code failing://n/path} fails from its n-th read on. */
public final class FailingFileSystemFactory implements FileSystemFactory {
  static final String SCHEME = "failing";

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem create(URI address) {
    return new FailingFileSystem(Integer.parseInt(address.getAuthority()));
  }

  private static final class FailingFileSystem extends LocalFileSystem {
    private final int failing;

    FailingFileSystem(int failing) {
      this.failing = failing;
    }

    @Override
    public FSDataInputStream open(Path path) throws IOException {
      return new FailingStream(super.open(path), failing);
    }
  }

  private static final class FailingStream extends FSDataInputStream {
    private final FSDataInputStream in;
    private int left;

    FailingStream(FSDataInputStream in, int failing) {
      this.in = in;
      this.left = failing;
    }

    private void step() throws IOException {
      if (--left <= 0) {
        throw new IOException("the connection was reset");
      }
    }

    @Override
    public int read() throws IOException {
      step();
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      step();
      return in.read(bytes, offset, Math.min(length, 400));
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
