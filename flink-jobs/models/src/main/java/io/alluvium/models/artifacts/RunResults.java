package io.alluvium.models.artifacts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * dbt's {@code run_results.json}, version 6: what one command did with each node. Results may be
 * added by any thread.
 */
public final class RunResults {
  private final Invocation invocation;
  private final List<NodeResult> results = new ArrayList<>();
  private final List<Map<String, Object>> json = new ArrayList<>();

  public RunResults(Invocation invocation) {
    this.invocation = invocation;
  }

  public synchronized void add(NodeResult result) {
    results.add(result);
    json.add(result.json(Thread.currentThread().getName()));
  }

  /** Those so far, as they came. */
  public synchronized List<NodeResult> results() {
    return List.copyOf(results);
  }

  /** The artifact of a command that ends now. */
  public synchronized String json() {
    Instant now = Instant.now();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("metadata", invocation.metadata("run-results", 6, now));
    root.put("results", json);
    root.put("elapsed_time", invocation.secondsUntil(now));
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("which", invocation.command());
    arguments.putAll(invocation.arguments());
    root.put("args", arguments);
    return JsonText.of(root);
  }

  /** The results by node, each with the moment at which its command began. */
  synchronized Map<String, Map<String, Object>> byNode() {
    Map<String, Map<String, Object>> byNode = new LinkedHashMap<>();
    for (Map<String, Object> result : json) {
      Map<String, Object> dated = new LinkedHashMap<>(result);
      dated.put("command", invocation.command());
      dated.put("begun_at", Invocation.text(invocation.begun()));
      byNode.put((String) result.get("unique_id"), dated);
    }
    return byNode;
  }
}
