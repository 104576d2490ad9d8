package io.alluvium.cli.job;

import io.alluvium.cli.ClusterClient;
import io.alluvium.cli.LakeUri;
import io.alluvium.cluster.JobJar;
import io.alluvium.cluster.JobSubmission;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A job that a file defines, as it is given to a command. */
final class DefinedJob {
  @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
  private JobKind kind;

  @Parameters(index = "1", paramLabel = "FILE", description = "The definition, in YAML.")
  private Path file;

  @Option(
      names = "--lake",
      paramLabel = "PATH",
      description =
          "The folder or URI that holds the layers, as all processes of the cluster know it. A"
              + " pipeline of cdc names its lake itself.")
  private String lake;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description = "How often a batch inlet looks for new data, instead of what its file says.")
  private String every;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "Tasks of each kind. Default: ${DEFAULT-VALUE}")
  private int parallelism;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "A setting of Flink for the job; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  Path file() {
    return file;
  }

  /** Of Flink. */
  Configuration settings() {
    Configuration configuration = ClusterClient.settings();
    settings.forEach(configuration::setString);
    return configuration;
  }

  /**
   * What a file defines, with the options of this one.
   *
   * @param scratch where its jar is made
   * @param savepoint that it goes on from; empty for none
   */
  JobSubmission submission(Path definition, Path scratch, Optional<String> savepoint)
      throws IOException {
    if (parallelism < 1) {
      throw new ParameterException(
          spec.commandLine(), "--parallelism must be 1 or more, not " + parallelism);
    }
    if (kind != JobKind.cdc && lake == null) {
      throw new ParameterException(spec.commandLine(), "Name the lake with --lake");
    }
    return new JobSubmission(
        JobJar.of(kind.job(), scratch),
        kind.job().getName(),
        arguments(definition),
        parallelism,
        savepoint,
        /* allowNonRestoredState= */ false);
  }

  private List<String> arguments(Path definition) {
    List<String> arguments = new ArrayList<>(List.of(definition.toAbsolutePath().toString()));
    if (kind != JobKind.cdc) {
      arguments.add(LakeUri.of(lake));
    }
    if (every != null) {
      arguments.addAll(List.of("--every", every));
    }
    return arguments;
  }
}
