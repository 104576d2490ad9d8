package io.alluvium.connectors.delta.kernel;

import java.io.IOException;
import java.net.URI;
import org.apache.flink.core.fs.BlockLocation;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemKind;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/** The local file system, whose accesses fail by a {@link FaultPlan}. */
final class FaultyFileSystem extends FileSystem {
  private final FileSystem local = LocalFileSystem.getSharedInstance();

  private static Path toLocal(Path path) {
    return new Path(path.getPath());
  }

  @Override
  public FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
    FaultPlan plan = FaultPlan.of(path.getPath());
    plan.at(FaultPlan.Event.DATA_OPEN);
    return new FaultyStream(local.create(toLocal(path), mode), plan);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return local.delete(toLocal(path), recursive);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return local.getFileStatus(toLocal(path));
  }

  @Override
  public Path getWorkingDirectory() {
    return local.getWorkingDirectory();
  }

  @Override
  public Path getHomeDirectory() {
    return local.getHomeDirectory();
  }

  @Override
  public URI getUri() {
    return URI.create(FaultPlan.SCHEME + "/");
  }

  @Override
  public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length)
      throws IOException {
    return local.getFileBlockLocations(file, start, length);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    FaultPlan.of(path.getPath()).at(FaultPlan.Event.DATA_READ);
    return local.open(toLocal(path), bufferSize);
  }

  @Override
  public FSDataInputStream open(Path path) throws IOException {
    FaultPlan.of(path.getPath()).at(FaultPlan.Event.DATA_READ);
    return local.open(toLocal(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return local.listStatus(toLocal(path));
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    return local.mkdirs(toLocal(path));
  }

  @Override
  public boolean rename(Path source, Path target) throws IOException {
    return local.rename(toLocal(source), toLocal(target));
  }

  @Override
  public boolean isDistributedFS() {
    return false;
  }

  @Override
  @SuppressWarnings("deprecation") // Abstract in Flink 1.20, gone in 2.0.
  public FileSystemKind getKind() {
    return FileSystemKind.FILE_SYSTEM;
  }

  private static final class FaultyStream extends FSDataOutputStream {
    private final FSDataOutputStream out;
    private final FaultPlan plan;

    FaultyStream(FSDataOutputStream out, FaultPlan plan) {
      this.out = out;
      this.plan = plan;
    }

    @Override
    public long getPos() throws IOException {
      return out.getPos();
    }

    @Override
    public void write(int value) throws IOException {
      plan.at(FaultPlan.Event.DATA_WRITE);
      out.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      plan.at(FaultPlan.Event.DATA_WRITE);
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void sync() throws IOException {
      out.sync();
    }

    @Override
    public void close() throws IOException {
      try {
        plan.at(FaultPlan.Event.DATA_CLOSE);
      } finally {
        out.close();
      }
    }
  }
}
