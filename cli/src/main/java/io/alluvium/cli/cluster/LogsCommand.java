package io.alluvium.cli.cluster;

import io.alluvium.cluster.ClusterException;
import io.alluvium.cluster.ClusterState;
import io.alluvium.cluster.Member;
import io.alluvium.cluster.MemberLog;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium cluster logs}. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Prints the end of the logs of the cluster's processes.")
final class LogsCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Parameters(
      arity = "0..1",
      paramLabel = "PROCESS",
      description = "Of one process, such as taskmanager-1. Default: of all.")
  private String process;

  @Option(
      names = "--lines",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many lines of each. Default: ${DEFAULT-VALUE}")
  private int lines;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (lines < 1) {
      throw new ParameterException(spec.commandLine(), "--lines must be 1 or more, not " + lines);
    }
    // Also of a cluster whose processes have all died.
    ClusterState state =
        home.home()
            .read()
            .orElseThrow(
                () ->
                    new ClusterException(
                        "There is no cluster in "
                            + home.home().root()
                            + "; the logs of former ones are in "
                            + home.home().logs()));
    List<Member> wanted =
        state.members().stream()
            .filter(member -> process == null || member.name().equals(process))
            .toList();
    if (wanted.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "There is no process '"
              + process
              + "'; there are "
              + state.members().stream().map(Member::name).collect(Collectors.joining(", ")));
    }
    PrintWriter out = spec.commandLine().getOut();
    for (Member member : wanted) {
      if (process == null) {
        out.println("==> " + member.log() + " <==");
      }
      new MemberLog(home.home(), member).lastLines(lines).forEach(out::println);
    }
    out.flush();
    return 0;
  }
}
