package io.alluvium.cli.job;

import io.alluvium.cli.ClusterClient;
import io.alluvium.cli.LakeUri;
import io.alluvium.cluster.ClusterJobs;
import io.alluvium.cluster.JobJar;
import io.alluvium.cluster.JobSubmission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium job submit}. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    description = {
      "Submits a job that a file defines, and prints its id. The job runs until it has read all its"
          + " input, or is ended by 'alluvium job savepoint --stop' or 'alluvium job cancel'.",
      "",
      "  alluvium job submit stream readings.yaml --lake /data/lake",
      "  alluvium job submit cdc pipeline.yaml",
      ""
    })
final class SubmitCommand implements Callable<Integer> {
  @Mixin private WhichCluster cluster;

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
      names = "--from",
      paramLabel = "SAVEPOINT",
      description = "The savepoint or checkpoint that the job goes on from.")
  private String savepoint;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "A setting of Flink for the job; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (parallelism < 1) {
      throw new ParameterException(
          spec.commandLine(), "--parallelism must be 1 or more, not " + parallelism);
    }
    if (kind != JobKind.cdc && lake == null) {
      throw new ParameterException(spec.commandLine(), "Name the lake with --lake");
    }
    Configuration configuration = ClusterClient.settings();
    settings.forEach(configuration::setString);
    Path scratch = Files.createTempDirectory("alluvium-job");
    try (ClusterJobs jobs = ClusterJobs.connect(cluster.address(), configuration)) {
      JobSubmission submission =
          new JobSubmission(
              JobJar.of(kind.job(), scratch),
              kind.job().getName(),
              arguments(),
              parallelism,
              Optional.ofNullable(savepoint).map(LakeUri::of),
              /* allowNonRestoredState= */ false);
      spec.commandLine().getOut().println(submission.submit(jobs, configuration));
      spec.commandLine().getOut().flush();
    } finally {
      FileUtils.deleteDirectory(scratch.toFile());
    }
    return 0;
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of(file.toAbsolutePath().toString()));
    if (kind != JobKind.cdc) {
      arguments.add(LakeUri.of(lake));
    }
    if (every != null) {
      arguments.addAll(List.of("--every", every));
    }
    return arguments;
  }
}
