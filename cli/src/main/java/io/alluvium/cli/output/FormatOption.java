package io.alluvium.cli.output;

import picocli.CommandLine.Option;

/** How a command prints its rows: as text for people, unless something else is said. */
public final class FormatOption {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private OutputFormat format;

  public OutputFormat format() {
    return format;
  }
}
