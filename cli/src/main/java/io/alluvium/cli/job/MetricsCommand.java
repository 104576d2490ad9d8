package io.alluvium.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.cli.output.FormatOption;
import io.alluvium.cluster.RemoteJob;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.apache.flink.types.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alluvium job metrics}. */
@Command(
    name = "metrics",
    mixinStandardHelpOptions = true,
    description = "Prints the metrics of a job's tasks: their sums over all subtasks.")
final class MetricsCommand implements Callable<Integer> {
  private static final List<String> NAMES = List.of("task", "metric", "sum");

  /** More would make an address that is too long. */
  private static final int AT_ONCE = 40;

  private static final Duration PATIENCE = Duration.ofSeconds(12);
  private static final long POLL_MILLIS = 500;

  @Mixin private OneJob which;

  @Option(
      names = "--filter",
      paramLabel = "REGEX",
      defaultValue =
          "^num(Records|Bytes)(In|Out)(PerSecond)?$|^(busy|backPressured|idle)TimeMsPerSecond$"
              + "|currentOutputWatermark$|numRecords(In|Out)$|Lag$",
      description = "Of metrics' names. Default: rows, bytes, load and watermarks.")
  private String filter;

  @Mixin private FormatOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Pattern wanted = pattern();
    RemoteJob job = which.job();
    Map<JsonNode, List<String>> names = names(job);
    long patience = System.nanoTime() + PATIENCE.toNanos();
    // A cluster begins to collect them when they are first asked for.
    while (names.values().stream().allMatch(List::isEmpty) && System.nanoTime() < patience) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      names = names(job);
    }
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<JsonNode, List<String>> task : names.entrySet()) {
      List<String> chosen =
          task.getValue().stream().filter(name -> wanted.matcher(name).find()).toList();
      for (int from = 0; from < chosen.size(); from += AT_ONCE) {
        rows.addAll(
            sums(
                job, task.getKey(), chosen.subList(from, Math.min(chosen.size(), from + AT_ONCE))));
      }
    }
    output.format().write(NAMES, rows.iterator(), spec.commandLine().getOut());
    spec.commandLine().getOut().flush();
    return 0;
  }

  /** The names of the metrics of each task. */
  private Map<JsonNode, List<String>> names(RemoteJob job) throws Exception {
    Map<JsonNode, List<String>> names = new LinkedHashMap<>();
    for (JsonNode task : which.rest().get("/jobs/" + job.id()).path("vertices")) {
      List<String> ofTask = new ArrayList<>();
      which.rest().get(path(job, task)).forEach(metric -> ofTask.add(metric.path("id").asText()));
      names.put(task, ofTask);
    }
    return names;
  }

  private List<Row> sums(RemoteJob job, JsonNode task, List<String> names) throws Exception {
    String list =
        names.stream()
            .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8))
            .collect(Collectors.joining(","));
    List<Row> rows = new ArrayList<>();
    for (JsonNode metric : which.rest().get(path(job, task) + "?agg=sum&get=" + list)) {
      rows.add(
          Row.of(
              task.path("name").asText(),
              metric.path("id").asText(),
              metric.path("sum").asDouble()));
    }
    return rows;
  }

  private static String path(RemoteJob job, JsonNode task) {
    return "/jobs/" + job.id() + "/vertices/" + task.path("id").asText() + "/subtasks/metrics";
  }

  private Pattern pattern() {
    try {
      return Pattern.compile(filter);
    } catch (PatternSyntaxException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--filter '" + filter + "' is no regular expression: " + e.getDescription(),
          e);
    }
  }
}
