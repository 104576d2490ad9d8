package io.alluvium.cli.job;

import io.alluvium.cli.LakeUri;
import io.alluvium.cluster.RemoteJob;
import io.alluvium.cluster.Savepoints;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alluvium job savepoint}. */
@Command(
    name = "savepoint",
    mixinStandardHelpOptions = true,
    description = "Takes a savepoint of a job, and prints its path.")
final class SavepointCommand implements Callable<Integer> {
  @Mixin private OneJob which;

  @Option(
      names = "--stop",
      description = "Ends the job with it, after all that it has read is committed.")
  private boolean stop;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "The folder for it, as all processes of the cluster know it. Default: the cluster's own.")
  private String folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    RemoteJob job = which.job();
    String savepoint =
        new Savepoints(which.rest()).take(job, Optional.ofNullable(folder).map(LakeUri::of), stop);
    spec.commandLine().getOut().println(savepoint);
    spec.commandLine().getOut().flush();
    if (stop) {
      spec.commandLine().getErr().println("Stopped " + job.name() + " (" + job.id() + ").");
    }
    return 0;
  }
}
