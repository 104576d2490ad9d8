package io.alluvium.cli;

import java.nio.file.Path;

/** Sends the log to a file of the home: the terminal is for progress and results. */
final class Logging {
  /** Read by log4j2.properties. */
  static final String FILE_PROPERTY = "alluvium.log";

  private Logging() {}

  /** To be called before anything logs. */
  static void to(Path home) {
    System.setProperty(FILE_PROPERTY, home.resolve("logs").resolve("alluvium.log").toString());
  }
}
