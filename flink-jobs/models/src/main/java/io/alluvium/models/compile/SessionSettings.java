package io.alluvium.models.compile;

import io.alluvium.models.project.Materialization;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of the session that a job is planned in. */
final class SessionSettings {
  private SessionSettings() {}

  /** Of jobs whose rows are seen at once. */
  private static final Duration PUSHED_LATENCY = Duration.ofMillis(20);

  /** How long rows of such jobs wait for others before they are sent from task to task. */
  private static final Duration PUSHED_BUFFERING = Duration.ofMillis(5);

  /**
   * Of jobs that write to the lake only, where rows are seen once a checkpoint is complete. A
   * checkpoint ends every mini-batch, so that this delays nothing; a key that changes often is
   * given on less often.
   */
  private static final Duration COMMITTED_LATENCY = Duration.ofSeconds(10);

  static Map<String, String> of(CompileOptions options, Collection<CompiledModel> models) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("table.local-time-zone", "UTC");
    // A task that has nothing to read must not hold the event time of all others back.
    settings.put("table.exec.source.idle-timeout", "10 s");
    // Plans each view that several models read by itself, with all its columns: otherwise the
    // models' different columns and filters reach into it, and it is computed once for each.
    settings.put("table.optimizer.reuse-optimize-block-with-digest-enabled", "true");
    // No operator of these jobs keeps a row that it was handed: see docs/architecture.md.
    settings.put("pipeline.object-reuse", "true");
    if (pushes(models)) {
      settings.put("execution.buffer-timeout.interval", PUSHED_BUFFERING.toMillis() + " ms");
    }
    Duration latency =
        options
            .miniBatchLatency()
            .orElseGet(() -> pushes(models) ? PUSHED_LATENCY : COMMITTED_LATENCY);
    if (!latency.isZero()) {
      settings.put("table.exec.mini-batch.enabled", "true");
      settings.put("table.exec.mini-batch.allow-latency", latency.toMillis() + " ms");
      settings.put("table.exec.mini-batch.size", Long.toString(options.miniBatchSize()));
    }
    return settings;
  }

  private static boolean pushes(Collection<CompiledModel> models) {
    return models.stream()
        .map(model -> model.node().model().config().materialization())
        .anyMatch(Materialization.PUSH::equals);
  }
}
