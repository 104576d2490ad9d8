package io.alluvium.cli.ingest;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.cdc.pipeline.DatabaseUrl;
import io.alluvium.cdc.pipeline.PipelineFile;
import io.alluvium.definitions.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The pipeline that a command is about: a file, or a database's URL and the tables. */
final class WhichDatabase {
  private static final String PASSWORD_VARIABLE = "ALLUVIUM_CDC_PASSWORD";

  /** In a pipeline: the lake of the command line. */
  private static final String LAKE_VARIABLE = "ALLUVIUM_LAKE";

  @Parameters(
      arity = "0..1",
      paramLabel = "PIPELINE",
      description =
          "A pipeline in YAML, see docs/cdc-pipelines.md. $${ALLUVIUM_LAKE} in it is the lake of"
              + " --lake.")
  private Path file;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "In place of a file: postgresql://user@host:port/database or mysql://user@host:port. The"
              + " password is taken from ALLUVIUM_CDC_PASSWORD or --password-file.")
  private String url;

  @Option(
      names = "--tables",
      paramLabel = "PATTERNS",
      description = "With --database-url: the tables, such as 'public.*' or 'shop.orders'.")
  private String tables;

  @Option(
      names = "--exclude",
      paramLabel = "PATTERNS",
      defaultValue = "",
      description = "With --database-url: tables of these that are left out.")
  private String excluded;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "",
      description =
          "With --database-url: names the job and its replication slot. Default: after the"
              + " database")
  private String name;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "With --database-url: a file whose first line is the password.")
  private Path passwordFile;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  /** Reads it with the lake that the command line names. */
  CdcPipeline pipeline(String lake) {
    if ((file == null) == (url == null)) {
      throw new ParameterException(
          spec.commandLine(), "Give either a pipeline's file or --database-url with --tables");
    }
    if (file != null) {
      Map<String, String> environment = new HashMap<>(System.getenv());
      environment.putIfAbsent(LAKE_VARIABLE, lake);
      return PipelineFile.read(file, environment);
    }
    if (tables == null) {
      throw new ParameterException(
          spec.commandLine(), "--database-url needs --tables, for example --tables 'public.*'");
    }
    return DatabaseUrl.parse(url).pipeline(name, tables, excluded, password(), lake);
  }

  private Secret password() {
    if (passwordFile == null) {
      return new Secret(System.getenv().getOrDefault(PASSWORD_VARIABLE, ""));
    }
    try (var lines = Files.lines(passwordFile)) {
      return new Secret(lines.findFirst().orElse(""));
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new CdcException(
          "--password-file "
              + passwordFile
              + " cannot be read. Give a text file that this user may read.",
          e);
    }
  }
}
