package io.alluvium.cli.models;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/** How batch jobs of commands run: in this process. */
public final class BatchFlink {
  private static final int PARALLELISM = 2;
  private static final MemorySize MANAGED_MEMORY = MemorySize.ofMebiBytes(256);

  private BatchFlink() {}

  public static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, PARALLELISM);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED_MEMORY);
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    return configuration;
  }
}
