package io.alluvium.cli;

import java.nio.file.Path;

/** Where Alluvium's own files are. */
final class Installation {
  private Installation() {}

  /** The SQL models. The launcher says where it lies itself. */
  static Path models() {
    return Path.of(System.getProperty("alluvium.installation", "."))
        .toAbsolutePath()
        .normalize()
        .resolve("sql")
        .resolve("models");
  }
}
