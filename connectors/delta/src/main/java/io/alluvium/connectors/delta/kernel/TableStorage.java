package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import org.apache.flink.annotation.Internal;
import org.apache.hadoop.conf.Configuration;

/**
 * Reaches the logs of tables on a file system that the connector does not know by itself. Found by
 * {@link java.util.ServiceLoader}.
 */
@Internal
public interface TableStorage {

  boolean handles(String tablePath);

  /** Must publish a new file whole, and only where its name is free. */
  FileIO fileIo(Configuration configuration);
}
