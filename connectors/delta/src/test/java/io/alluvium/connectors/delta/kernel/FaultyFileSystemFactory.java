package io.alluvium.connectors.delta.kernel;

import java.net.URI;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;

/** Lets Flink write data files to paths of {@link FaultPlan#SCHEME}. */
public final class FaultyFileSystemFactory implements FileSystemFactory {

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileSystem create(URI uri) {
    return new FaultyFileSystem();
  }
}
