package io.alluvium.models.artifacts;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command did with one node.
 *
 * @param uniqueId the node's id in the manifest, such as {@code model.shop.total}
 * @param timing its parts, in order; empty for a node that was skipped
 * @param message one line for people; of an error, the reason
 * @param failures the rows that failed a test
 * @param compiledCode the SQL that ran; empty where none did
 * @param relationName the table that was written, quoted
 * @param response what else is known, such as {@code rows_affected} or the job's id
 */
public record NodeResult(
    String uniqueId,
    Status status,
    List<Timing> timing,
    Optional<String> message,
    Optional<Long> failures,
    Optional<String> compiledCode,
    Optional<String> relationName,
    Map<String, Object> response) {

  /** In dbt's words: SUCCESS is of what runs, PASS, WARN and FAIL of what is tested. */
  public enum Status {
    SUCCESS("success"),
    ERROR("error"),
    SKIPPED("skipped"),
    PASS("pass"),
    WARN("warn"),
    FAIL("fail");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  public NodeResult {
    timing = List.copyOf(timing);
    response = Map.copyOf(response);
  }

  /** A result without more than its times. */
  public static NodeResult of(String uniqueId, Status status, Timing... timing) {
    return new NodeResult(
        uniqueId,
        status,
        List.of(timing),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  public NodeResult withMessage(String text) {
    return new NodeResult(
        uniqueId,
        status,
        timing,
        Optional.of(text),
        failures,
        compiledCode,
        relationName,
        response);
  }

  public NodeResult withFailures(long rows) {
    return new NodeResult(
        uniqueId, status, timing, message, Optional.of(rows), compiledCode, relationName, response);
  }

  public NodeResult withCompiledCode(String sql) {
    return new NodeResult(
        uniqueId, status, timing, message, failures, Optional.of(sql), relationName, response);
  }

  public NodeResult withRelationName(String name) {
    return new NodeResult(
        uniqueId, status, timing, message, failures, compiledCode, Optional.of(name), response);
  }

  /**
   * @param known by dbt's names where it has one: {@code rows_affected}, {@code _message}
   */
  public NodeResult withResponse(Map<String, Object> known) {
    return new NodeResult(
        uniqueId, status, timing, message, failures, compiledCode, relationName, known);
  }

  /** Seconds from the begin of its first part to the end of its last. */
  public double seconds() {
    if (timing.isEmpty()) {
      return 0;
    }
    Instant begun = timing.get(0).begun();
    return Invocation.seconds(begun, timing.get(timing.size() - 1).ended());
  }

  Map<String, Object> json(String thread) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("status", status.text());
    json.put("timing", timing.stream().map(Timing::json).toList());
    json.put("thread_id", thread);
    json.put("execution_time", seconds());
    json.put("adapter_response", response);
    json.put("message", message.orElse(null));
    json.put("failures", failures.orElse(null));
    json.put("unique_id", uniqueId);
    json.put("compiled", compiledCode.isPresent());
    json.put("compiled_code", compiledCode.orElse(null));
    json.put("relation_name", relationName.orElse(null));
    json.put("batch_results", null);
    return json;
  }
}
