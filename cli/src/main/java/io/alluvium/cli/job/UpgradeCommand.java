package io.alluvium.cli.job;

import io.alluvium.cli.HealthOptions;
import io.alluvium.cluster.ClusterJobs;
import io.alluvium.local.StopSignal;
import io.alluvium.state.upgrade.HealthRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alluvium job upgrade}. */
@Command(
    name = "upgrade",
    mixinStandardHelpOptions = true,
    description = {
      "Changes a job that a file defines and that runs under the same name: stops it with a"
          + " savepoint, starts it from there as the file says now, and watches it. Where it is not"
          + " healthy, it goes back to what --former defines.",
      "",
      "  git show HEAD~1:readings.yaml > former.yaml",
      "  alluvium job upgrade stream readings.yaml --former former.yaml --lake /data/lake",
      "",
      "The models' jobs are changed by 'alluvium upgrade'."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the job runs as the file says, and is healthy",
      "1:it was not healthy; the message says what runs now",
      "2:wrong use, or a mistake in a file: nothing was stopped"
    })
final class UpgradeCommand implements Callable<Integer> {
  @Mixin private WhichCluster cluster;
  @Mixin private DefinedJob job;
  @Mixin private HealthOptions health;

  @Option(
      names = "--former",
      paramLabel = "FILE",
      description = "The definition that runs, to go back to; of the same kind and options.")
  private Path former;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    HealthRule rule = health.rule();
    Path scratch = Files.createTempDirectory("alluvium-job");
    try (StopSignal stop = new StopSignal()) {
      Configuration settings = job.settings();
      // Both before anything is stopped, for the sake of their mistakes.
      JobGraph next = define(job.file(), scratch, settings);
      Optional<JobGraph> back =
          former == null ? Optional.empty() : Optional.of(define(former, scratch, settings));
      try (ClusterJobs jobs = ClusterJobs.connect(cluster.address(), settings)) {
        JobUpgrade upgrade = new JobUpgrade(jobs, rule, stop::await, spec.commandLine().getOut());
        return upgrade.change(next, back) ? 0 : 1;
      }
    } finally {
      FileUtils.deleteDirectory(scratch.toFile());
    }
  }

  private JobGraph define(Path definition, Path scratch, Configuration settings) throws Exception {
    return job.submission(definition, Files.createTempDirectory(scratch, "jar"), Optional.empty())
        .define(settings);
  }
}
