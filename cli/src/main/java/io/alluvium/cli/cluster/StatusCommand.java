package io.alluvium.cli.cluster;

import io.alluvium.cli.output.FormatOption;
import io.alluvium.cluster.Member;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium cluster status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows the cluster's processes.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all run", "1:one has died", "2:no cluster runs"})
final class StatusCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Mixin private FormatOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    boolean allRun = home.home().running().members().stream().allMatch(Member::isAlive);
    ClusterTable.print(home.home(), output.format(), spec.commandLine().getOut());
    return allRun ? 0 : 1;
  }
}
