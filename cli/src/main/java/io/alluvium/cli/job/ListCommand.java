package io.alluvium.cli.job;

import io.alluvium.cli.output.FormatOption;
import io.alluvium.cluster.RemoteJob;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alluvium job list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the jobs that have not ended.")
final class ListCommand implements Callable<Integer> {
  private static final List<String> NAMES =
      List.of("job", "name", "state", "started", "seconds", "running_tasks", "tasks");

  @Mixin private WhichCluster cluster;

  @Option(
      names = "--all",
      description = "Also those that have ended, as long as the cluster knows them.")
  private boolean all;

  @Mixin private FormatOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Stream<Row> rows =
        RemoteJob.all(cluster.rest()).stream()
            .filter(job -> all || !job.hasEnded())
            .map(
                job ->
                    Row.of(
                        job.id(),
                        job.name(),
                        job.state(),
                        job.started(),
                        job.seconds(),
                        job.running(),
                        job.tasks()));
    output.format().write(NAMES, rows.iterator(), spec.commandLine().getOut());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
