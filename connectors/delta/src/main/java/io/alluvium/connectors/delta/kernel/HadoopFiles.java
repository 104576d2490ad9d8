package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import java.io.IOException;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.apache.flink.runtime.fs.hdfs.HadoopFileSystem;
import org.apache.flink.util.WrappingProxy;
import org.apache.flink.util.WrappingProxyUtil;
import org.apache.hadoop.fs.FileSystem;

/**
 * The file system of Hadoop that Flink reaches a table's data files with. The log is reached with
 * the very same one, so that whatever way it was set up by holds for both.
 */
final class HadoopFiles {
  private HadoopFiles() {}

  /**
   * @throws DeltaException where Flink knows none
   */
  static FileSystem of(String tablePath) throws IOException {
    org.apache.flink.core.fs.FileSystem files = unwrapped(tablePath);
    if (files instanceof HadoopFileSystem hadoop) {
      return hadoop.getHadoopFileSystem();
    }
    throw new DeltaException(
        "Table "
            + tablePath
            + " lies on a file system that Flink reaches by a plugin, whose classes nobody else"
            + " sees. Remove it from plugins/, and put alluvium-connector-azure with its libraries"
            + " into lib/.");
  }

  private static org.apache.flink.core.fs.FileSystem unwrapped(String tablePath)
      throws IOException {
    try {
      // The connector's streams are closed by Kernel, on threads that Flink does not guard.
      return stripped(
          org.apache.flink.core.fs.FileSystem.getUnguardedFileSystem(new Path(tablePath).toUri()));
    } catch (UnsupportedFileSystemSchemeException e) {
      throw new DeltaException(
          "Table "
              + tablePath
              + " lies on a file system that is not set up ("
              + e.getMessage()
              + "). For Azure storage put alluvium-connector-azure with its libraries into lib/.",
          e);
    }
  }

  /** Without a limit of connections. */
  @SuppressWarnings("unchecked")
  private static org.apache.flink.core.fs.FileSystem stripped(
      org.apache.flink.core.fs.FileSystem files) {
    return files instanceof WrappingProxy
        ? WrappingProxyUtil.stripProxy((WrappingProxy<org.apache.flink.core.fs.FileSystem>) files)
        : files;
  }
}
