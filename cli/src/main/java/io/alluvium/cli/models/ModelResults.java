package io.alluvium.cli.models;

import io.alluvium.cli.output.OutputFormat;
import io.alluvium.models.artifacts.NodeResult;
import io.alluvium.models.artifacts.NodeResult.Status;
import io.alluvium.models.artifacts.RunResults;
import io.alluvium.models.artifacts.Timing;
import io.alluvium.models.compile.CompiledModel;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.Passwords;
import io.alluvium.models.deploy.ProjectRun.Planned;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.project.Materialization;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.types.Row;

/** What a command did with models, as dbt's artifacts and people are told. */
final class ModelResults {
  private static final List<String> NAMES =
      List.of("name", "type", "status", "seconds", "failures", "message", "unique_id");

  private final RunResults results;
  private final Set<Node> selected;

  ModelResults(RunResults results, Set<Node> selected) {
    this.results = results;
    this.selected = selected;
  }

  /** Adds the selected models of a job. */
  void add(JobScript script, Planned job, Status status, Instant begun, Optional<String> reason) {
    Map<String, String> changes = new HashMap<>();
    job.changes().forEach(change -> changes.put(change.model(), change.text()));
    for (CompiledModel model : script.models()) {
      if (selected.contains(model.node()) && isOf(model.node(), script.job())) {
        NodeResult result =
            (status == Status.SKIPPED
                    ? NodeResult.of(model.node().id(), status)
                    : NodeResult.of(
                        model.node().id(), status, Timing.execute(begun, Instant.now())))
                .withCompiledCode(Passwords.masked(model.sql()));
        Optional<String> message =
            reason.or(() -> Optional.ofNullable(changes.get(model.node().id())));
        if (message.isPresent()) {
          result = result.withMessage(message.get());
        }
        results.add(
            writes(model.node()) ? result.withRelationName(relation(model.node())) : result);
      }
    }
  }

  /** A view is a part of each job that reads it, and a result of one of them. */
  private boolean isOf(ModelNode model, String job) {
    return model.model().config().job().equals(job)
        || (!writes(model)
            && results.results().stream()
                .noneMatch(result -> result.uniqueId().equals(model.id())));
  }

  private static boolean writes(ModelNode model) {
    return model.model().config().materialization() != Materialization.VIEW;
  }

  private static String relation(ModelNode model) {
    return new Relation("lake", model.schema(), model.table()).toString();
  }

  /** As dbt ends: one line of counts. */
  String summary(double seconds) {
    Map<Status, Long> counts =
        results.results().stream()
            .collect(Collectors.groupingBy(NodeResult::status, Collectors.counting()));
    return String.format(
        Locale.ROOT,
        "Done in %.1f s. PASS=%d WARN=%d ERROR=%d SKIP=%d TOTAL=%d",
        seconds,
        counts.getOrDefault(Status.PASS, 0L) + counts.getOrDefault(Status.SUCCESS, 0L),
        counts.getOrDefault(Status.WARN, 0L),
        counts.getOrDefault(Status.ERROR, 0L) + counts.getOrDefault(Status.FAIL, 0L),
        counts.getOrDefault(Status.SKIPPED, 0L),
        results.results().size());
  }

  boolean hasErrors() {
    return results.results().stream()
        .anyMatch(result -> result.status() == Status.ERROR || result.status() == Status.FAIL);
  }

  void write(OutputFormat format, PrintWriter out) throws IOException {
    format.write(
        NAMES,
        results.results().stream()
            .map(
                result ->
                    Row.of(
                        result.uniqueId().substring(result.uniqueId().lastIndexOf('.') + 1),
                        result.uniqueId().substring(0, result.uniqueId().indexOf('.')),
                        result.status().text(),
                        result.seconds(),
                        result.failures().orElse(null),
                        result.message().orElse(null),
                        result.uniqueId()))
            .iterator(),
        out);
    out.flush();
  }
}
