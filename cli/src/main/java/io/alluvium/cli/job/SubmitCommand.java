package io.alluvium.cli.job;

import io.alluvium.cli.LakeUri;
import io.alluvium.cluster.ClusterJobs;
import io.alluvium.cluster.JobSubmission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
  @Mixin private DefinedJob job;

  @Option(
      names = "--from",
      paramLabel = "SAVEPOINT",
      description = "The savepoint or checkpoint that the job goes on from.")
  private String savepoint;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path scratch = Files.createTempDirectory("alluvium-job");
    Optional<String> from = Optional.ofNullable(savepoint).map(LakeUri::of);
    try {
      JobSubmission submission = job.submission(job.file(), scratch, from);
      Configuration settings = job.settings();
      try (ClusterJobs jobs = ClusterJobs.connect(cluster.address(), settings)) {
        spec.commandLine().getOut().println(submission.submit(jobs, settings));
        spec.commandLine().getOut().flush();
      }
    } finally {
      FileUtils.deleteDirectory(scratch.toFile());
    }
    return 0;
  }
}
