package io.alluvium.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;

/** What a client of a session cluster gives its jobs. */
public final class ClusterClient {
  private static final String VARIABLE = "FLINK_CONF_DIR";

  private ClusterClient() {}

  /**
   * Flink's settings for jobs: of the folder that {@code FLINK_CONF_DIR} names, else those that the
   * installation gives its own cluster.
   */
  public static Configuration settings() {
    String named = System.getenv(VARIABLE);
    Path folder = named == null ? Installation.profile("local") : Path.of(named);
    return Files.isDirectory(folder)
        ? GlobalConfiguration.loadConfiguration(folder.toString())
        : new Configuration();
  }
}
