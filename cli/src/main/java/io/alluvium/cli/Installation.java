package io.alluvium.cli;

import java.nio.file.Path;

/** Where Alluvium's own files are. */
public final class Installation {
  private Installation() {}

  /** The project of the SQL models. */
  static Path models() {
    return root().resolve("sql");
  }

  /** The definitions of streams. */
  static Path streams() {
    return root().resolve("flink-jobs").resolve("ingest").resolve("streams");
  }

  /** A file of those that say which databases are captured. */
  static Path pipeline(String file) {
    return root().resolve("cdc").resolve("pipelines").resolve(file);
  }

  /** A folder of Flink's configuration. */
  public static Path profile(String name) {
    return root().resolve("flink-conf").resolve(name);
  }

  /** The launcher says where it lies itself. */
  public static Path root() {
    return Path.of(System.getProperty("alluvium.installation", ".")).toAbsolutePath().normalize();
  }
}
