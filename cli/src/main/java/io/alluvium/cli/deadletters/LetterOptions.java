package io.alluvium.cli.deadletters;

import io.alluvium.cli.output.FormatOption;
import io.alluvium.ingest.deadletters.LetterSelection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.apache.flink.types.Row;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which letters of which lake a command is about, and how it prints. */
final class LetterOptions {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = ".alluvium/ingest",
      description = "The home of 'alluvium ingest', whose lake is meant. Default: ${DEFAULT-VALUE}")
  private Path home;

  @Option(
      names = "--lake",
      paramLabel = "PATH",
      description = "Another lake: the folder or URI that holds the layers.")
  private String lake;

  @Option(names = "--inlet", paramLabel = "NAME", description = "Only letters of this inlet.")
  private String inlet;

  @Option(
      names = "--error",
      paramLabel = "CLASS",
      description = "Only letters of this class of error, such as malformed or wrong-type.")
  private String errorClass;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only letters read at this time or later, such as 2026-05-01T00:00:00Z.")
  private String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Only letters read before this time.")
  private String until;

  @Mixin private FormatOption output;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  String lake() {
    if (lake == null) {
      return home.toAbsolutePath().normalize().resolve("lake").toString();
    }
    return lake.matches("[a-zA-Z][a-zA-Z0-9+.-]+:/.*")
        ? lake
        : Path.of(lake).toAbsolutePath().normalize().toString();
  }

  /** Prints rows, which have one value for each name. */
  void print(List<String> names, Stream<Row> rows) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    output.format().write(names, rows.iterator(), out);
    out.flush();
  }

  LetterSelection selection(@Nullable List<String> positions) {
    return new LetterSelection(
        inlet,
        errorClass,
        time("--since", since),
        time("--until", until),
        positions == null ? Set.of() : Set.copyOf(positions));
  }

  @Nullable
  private Instant time(String option, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(),
          option + " '" + text + "' is no time. Write for example 2026-05-01T00:00:00Z",
          e);
    }
  }
}
