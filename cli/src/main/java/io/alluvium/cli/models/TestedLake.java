package io.alluvium.cli.models;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The lake whose tables are tested; without one only what needs none runs. */
final class TestedLake {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The home of 'alluvium models run'; its folder lake holds the tables.")
  private Path home;

  @Option(
      names = "--lake",
      paramLabel = "PATH",
      description =
          "The folder or URI that holds the layers. Default: the folder lake of the home; without"
              + " either, tables are not tested, and sources are as the YAML says.")
  private String lake;

  /** Whether there are tables to test. */
  boolean isGiven() {
    return home != null || lake != null;
  }

  /** As a URI; of an empty folder where none is given. */
  String uri() {
    if (lake != null && lake.matches("[a-zA-Z][a-zA-Z0-9+.-]+:/.*")) {
      return lake;
    }
    if (lake == null && home == null) {
      return "file:///nonexistent";
    }
    Path folder = lake == null ? home.resolve("lake") : Path.of(lake);
    return folder.toAbsolutePath().normalize().toUri().toString();
  }
}
