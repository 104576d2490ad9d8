package io.alluvium.cli.models;

import io.alluvium.models.compile.JobScript;
import io.alluvium.models.deploy.Change;
import io.alluvium.models.deploy.ProjectRun.Planned;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells how a command goes, as dbt does. */
final class Progress {
  private final PrintWriter out;

  Progress(PrintWriter out) {
    this.out = out;
  }

  void found(ModelGraph graph) {
    Map<String, Long> kinds =
        graph.nodes().stream()
            .collect(Collectors.groupingBy(Node::kind, TreeMap::new, Collectors.counting()));
    tell(
        "Found "
            + kinds.entrySet().stream()
                .map(
                    kind ->
                        kind.getValue() + " " + kind.getKey() + (kind.getValue() == 1 ? "" : "s"))
                .collect(Collectors.joining(", "))
            + " in project "
            + graph.project());
  }

  void job(int number, int of, String what, JobScript script, String where) {
    tell(
        String.format(
            "%d of %d OK %s %s (%d models, %d tables) %s",
            number,
            of,
            what,
            script.job(),
            script.models().size(),
            script.inserts().size(),
            where));
  }

  /** What a job is about to do. */
  void start(int number, int of, Planned job) {
    tell(String.format("%d of %d START job %s", number, of, job.job()));
    Map<String, List<String>> models =
        job.changes().stream()
            .collect(
                Collectors.groupingBy(
                    change -> change.text(),
                    TreeMap::new,
                    Collectors.mapping(Change::name, Collectors.toList())));
    models.forEach((what, names) -> tell("  " + String.join(", ", names) + ": " + what));
  }

  void ok(int number, int of, String what, long begun) {
    tell(String.format("%d of %d OK %s [%.2f s]", number, of, what, seconds(begun)));
  }

  static double seconds(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3;
  }

  void done(long begun, String what) {
    tell(
        String.format(
            "%s in %.1f s.", what, Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3));
  }

  void warn(String line) {
    tell("Warning: " + line);
  }

  void tell(String line) {
    out.println(line);
    out.flush();
  }
}
