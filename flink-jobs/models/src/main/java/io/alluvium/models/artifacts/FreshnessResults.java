package io.alluvium.models.artifacts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** dbt's {@code sources.json}, version 3: how fresh the sources are. */
public final class FreshnessResults {
  private final Invocation invocation;
  private final List<FreshnessResult> results = new ArrayList<>();

  public FreshnessResults(Invocation invocation) {
    this.invocation = invocation;
  }

  public void add(FreshnessResult result) {
    results.add(result);
  }

  public List<FreshnessResult> results() {
    return List.copyOf(results);
  }

  /** The artifact of a command that ends now. */
  public String json() {
    Instant now = Instant.now();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("metadata", invocation.metadata("sources", 3, now));
    root.put("results", results.stream().map(FreshnessResult::json).toList());
    root.put("elapsed_time", invocation.secondsUntil(now));
    return JsonText.of(root);
  }
}
