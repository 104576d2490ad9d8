package io.alluvium.ingest.folder;

import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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

  public FSDataInputStream openSeekable() throws StorageException {
    try {
      FileSystem files = path.getFileSystem();
      return files.open(path);
    } catch (IOException e) {
      throw new StorageException(e);
    }
  }

  /** A stream whose failures are those of the storage. */
  public InputStream open() throws StorageException {
    return new Told(openSeekable());
  }

  private static final class Told extends FilterInputStream {
    Told(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        throw new StorageException(e);
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (IOException e) {
        throw new StorageException(e);
      }
    }
  }
}
