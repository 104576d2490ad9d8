package io.alluvium.models.compile;

import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of the session that a job is planned in. */
final class SessionSettings {
  private SessionSettings() {}

  static Map<String, String> of(CompileOptions options) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("table.local-time-zone", "UTC");
    // Plans each view that several models read by itself, with all its columns: otherwise the
    // models' different columns and filters reach into it, and it is computed once for each.
    settings.put("table.optimizer.reuse-optimize-block-with-digest-enabled", "true");
    if (!options.miniBatchLatency().isZero()) {
      settings.put("table.exec.mini-batch.enabled", "true");
      settings.put(
          "table.exec.mini-batch.allow-latency", options.miniBatchLatency().toMillis() + " ms");
      settings.put("table.exec.mini-batch.size", Long.toString(options.miniBatchSize()));
    }
    return settings;
  }
}
