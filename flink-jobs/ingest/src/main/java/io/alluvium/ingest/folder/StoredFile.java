package io.alluvium.ingest.folder;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** A file of a folder, on whatever file system that is. */
public final class StoredFile {
  private final Path path;
  private final LandingFile arrival;

  public StoredFile(String folder, LandingFile arrival) {
    this.path = new Path(new Path(folder), arrival.path());
    this.arrival = arrival;
  }

  public Path path() {
    return path;
  }

  public long size() {
    return arrival.size();
  }

  /** The file as it is now; empty where it has gone. */
  public Optional<LandingFile> now() throws StorageException {
    try {
      FileStatus status = path.getFileSystem().getFileStatus(path);
      return Optional.of(
          new LandingFile(arrival.path(), status.getModificationTime(), status.getLen()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StorageException(e);
    }
  }

  /** A stream whose failures are those of the storage. */
  public FSDataInputStream open() throws StorageException {
    try {
      FileSystem files = path.getFileSystem();
      return new Told(files.open(path));
    } catch (IOException e) {
      throw new StorageException(e);
    }
  }

  private static final class Told extends FSDataInputStream {
    private final FSDataInputStream in;

    Told(FSDataInputStream in) {
      this.in = in;
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public void seek(long position) throws IOException {
      try {
        in.seek(position);
      } catch (EOFException e) {
        // A place that the file should have had.
        throw e;
      } catch (IOException e) {
        throw new StorageException(e);
      }
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        throw new StorageException(e);
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (IOException e) {
        throw new StorageException(e);
      }
    }

    @Override
    public int available() throws IOException {
      try {
        return in.available();
      } catch (IOException e) {
        throw new StorageException(e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
