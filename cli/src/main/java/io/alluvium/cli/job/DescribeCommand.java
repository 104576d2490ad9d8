package io.alluvium.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.cli.output.FormatOption;
import io.alluvium.cluster.RemoteFailures;
import io.alluvium.cluster.RemoteJob;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alluvium job describe}. */
@Command(
    name = "describe",
    mixinStandardHelpOptions = true,
    description = "Shows a job: its tasks, its checkpoints, and why it last failed.")
final class DescribeCommand implements Callable<Integer> {
  private static final List<String> NAMES =
      List.of(
          "job",
          "name",
          "state",
          "started",
          "restarts",
          "checkpoints",
          "failed_checkpoints",
          "last_checkpoint",
          "last_failure",
          "tasks");

  @Mixin private OneJob which;

  @Mixin private FormatOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    RemoteJob job = which.job();
    String path = "/jobs/" + job.id();
    JsonNode checkpoints = which.rest().get(path + "/checkpoints");
    JsonNode last = checkpoints.at("/latest/completed/external_path");
    RemoteFailures failures = new RemoteFailures(which.rest(), job.id());
    List<Row> tasks = new ArrayList<>();
    for (JsonNode task : which.rest().get(path).path("vertices")) {
      tasks.add(
          Row.of(
              task.path("name").asText(),
              task.path("parallelism").asInt(),
              task.path("status").asText(),
              task.at("/metrics/read-records").asLong(),
              task.at("/metrics/write-records").asLong()));
    }
    output
        .format()
        .writeOne(
            NAMES,
            Row.of(
                job.id(),
                job.name(),
                job.state(),
                job.started(),
                failures.restarts(),
                checkpoints.at("/counts/completed").asLong(),
                checkpoints.at("/counts/failed").asLong(),
                last.isMissingNode() ? null : last.asText(),
                failures.last().orElse(null),
                tasks.toArray(Row[]::new)),
            spec.commandLine().getOut());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
