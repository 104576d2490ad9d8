package io.alluvium.cli.cluster;

import io.alluvium.cluster.Member;
import io.alluvium.cluster.SessionCluster;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium cluster stop}. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = {
      "Stops the cluster, and waits until its processes have ended.",
      "Jobs that run are cut off, and can go on from their last checkpoint; 'alluvium job savepoint"
          + " --stop' ends one in an orderly way before."
    })
final class StopCommand implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String stopped =
        new SessionCluster(home.home())
            .stop().stream().map(Member::name).collect(Collectors.joining(", "));
    spec.commandLine().getErr().println("Stopped: " + stopped + ".");
    return 0;
  }
}
