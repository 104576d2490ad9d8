package io.alluvium.cli;

import java.nio.file.Path;

/** Sends the log to a file: the terminal is for progress and results. */
final class Logging {
  /** Read by log4j2.properties. */
  static final String FILE_PROPERTY = "alluvium.log";

  private Logging() {}

  /** To a file of the home. To be called before anything logs. */
  static void to(Path home) {
    System.setProperty(FILE_PROPERTY, home.resolve("logs").resolve("alluvium.log").toString());
  }

  /** To a file of the user, not of all users, unless the system property names another. */
  static void toUserFolder() {
    if (System.getProperty(FILE_PROPERTY) == null) {
      Path folder = Path.of(System.getProperty("user.home"), ".alluvium");
      System.setProperty(FILE_PROPERTY, folder.resolve("alluvium.log").toString());
    }
  }
}
