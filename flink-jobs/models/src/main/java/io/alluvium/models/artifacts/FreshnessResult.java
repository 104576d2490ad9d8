package io.alluvium.models.artifacts;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How fresh a table of a source was found. */
public sealed interface FreshnessResult {
  /** The source's id in the manifest, such as {@code source.shop.raw.orders}. */
  String uniqueId();

  /** The result as {@code sources.json} has it. */
  Map<String, Object> json();

  /** In dbt's words. */
  enum Status {
    PASS("pass"),
    WARN("warn"),
    ERROR("error");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /** Units of a limit. */
  enum Period {
    MINUTE("minute"),
    HOUR("hour"),
    DAY("day");

    private final String text;

    Period(String text) {
      this.text = text;
    }
  }

  /** A time that data may be old. */
  record Limit(int count, Period period) {
    private Map<String, Object> json() {
      return Map.of("count", count, "period", period.text);
    }
  }

  /**
   * What the YAML asks for.
   *
   * @param filter of the rows that count, in SQL
   */
  record Criteria(Optional<Limit> warnAfter, Optional<Limit> errorAfter, Optional<String> filter) {
    private Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("warn_after", warnAfter.map(Limit::json).orElse(null));
      json.put("error_after", errorAfter.map(Limit::json).orElse(null));
      json.put("filter", filter.orElse(null));
      return json;
    }
  }

  /**
   * A table whose newest row is known.
   *
   * @param maxLoadedAt when that came
   * @param snapshottedAt when the table was looked at
   */
  record Measured(
      String uniqueId,
      Status status,
      Instant maxLoadedAt,
      Instant snapshottedAt,
      Criteria criteria,
      Timing timing)
      implements FreshnessResult {

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("unique_id", uniqueId);
      json.put("max_loaded_at", Invocation.text(maxLoadedAt));
      json.put("snapshotted_at", Invocation.text(snapshottedAt));
      json.put("max_loaded_at_time_ago_in_s", Invocation.seconds(maxLoadedAt, snapshottedAt));
      json.put("status", status.text());
      json.put("criteria", criteria.json());
      json.put("adapter_response", Map.of());
      json.put("timing", List.of(timing.json()));
      json.put("thread_id", Thread.currentThread().getName());
      json.put("execution_time", Invocation.seconds(timing.begun(), timing.ended()));
      return json;
    }
  }

  /** A table that could not be looked at. */
  record Failed(String uniqueId, String error) implements FreshnessResult {
    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("unique_id", uniqueId);
      json.put("error", error);
      json.put("status", "runtime error");
      return json;
    }
  }
}
