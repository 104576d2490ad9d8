package io.alluvium.models.artifacts;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long a part of the work on a node took.
 *
 * @param name {@code compile} or {@code execute}
 */
public record Timing(String name, Instant begun, Instant ended) {
  public static Timing compile(Instant begun, Instant ended) {
    return new Timing("compile", begun, ended);
  }

  public static Timing execute(Instant begun, Instant ended) {
    return new Timing("execute", begun, ended);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("started_at", Invocation.text(begun));
    json.put("completed_at", Invocation.text(ended));
    return json;
  }
}
