package io.alluvium.cli.quarantine;

import io.alluvium.cli.output.FormatOption;
import io.alluvium.cli.output.OutputFormat;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which lake a command is about, and how it prints. */
final class QuarantineOptions {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = ".alluvium/ingest",
      description = "The home of 'alluvium models run'. Default: ${DEFAULT-VALUE}")
  private Path home;

  @Option(
      names = "--lake",
      paramLabel = "PATH",
      description = "Another lake: the folder or URI that holds the layers.")
  private String lake;

  @Mixin private FormatOption output;

  Path home() {
    return home.toAbsolutePath().normalize();
  }

  /** As a URI. */
  String lake() {
    if (lake != null && lake.matches("[a-zA-Z][a-zA-Z0-9+.-]+:/.*")) {
      return lake;
    }
    Path folder = lake == null ? home().resolve("lake") : Path.of(lake);
    return folder.toAbsolutePath().normalize().toUri().toString();
  }

  OutputFormat format() {
    return output.format();
  }
}
