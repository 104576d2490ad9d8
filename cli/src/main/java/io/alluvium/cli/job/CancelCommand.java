package io.alluvium.cli.job;

import io.alluvium.cluster.RemoteJob;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium job cancel}. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = {
      "Ends a job at once, and waits until it has ended. Its last checkpoint stays.",
      "'alluvium job savepoint --stop' commits what it has read before."
    })
final class CancelCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long POLL_MILLIS = 100;

  @Mixin private OneJob which;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    RemoteJob job = which.job();
    if (job.hasEnded()) {
      tell(job.name() + " has ended already: " + job.state());
      return 0;
    }
    which.rest().patch("/jobs/" + job.id() + "?mode=cancel");
    long end = System.nanoTime() + PATIENCE.toNanos();
    RemoteJob now = job;
    while (!now.hasEnded()) {
      if (System.nanoTime() > end) {
        tell(job.name() + " is still " + now.state() + "; it ends without being waited for");
        return 1;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      now = RemoteJob.of(which.rest(), job.id());
    }
    tell("Ended " + job.name() + " (" + job.id() + "): " + now.state());
    return 0;
  }

  private void tell(String line) {
    spec.commandLine().getErr().println(line);
  }
}
