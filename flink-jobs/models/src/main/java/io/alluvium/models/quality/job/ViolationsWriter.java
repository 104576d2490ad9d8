package io.alluvium.models.quality.job;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and logs rows with warnings, and throws at a row with errors: what the job wrote since its
 * last checkpoint, that row among it, is then never committed.
 *
 * <p>Each rule of a model is the metric {@code ruleViolations} in the groups {@code model} and
 * {@code rule}, and is logged at most once in ten seconds. What is taken back breaks no rule.
 */
final class ViolationsWriter implements SinkWriter<RowData> {
  private static final Logger LOG = LoggerFactory.getLogger(ViolationsWriter.class);
  private static final long LOG_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int WARNINGS = 0;
  private static final int ERRORS = 1;
  private static final int REASON = 2;
  private static final int ROW_KEY = 3;

  private final String model;
  private final MetricGroup metrics;
  private final LongSupplier nanoTime;
  private final Map<String, RuleLog> logs = new HashMap<>();

  ViolationsWriter(String model, MetricGroup metrics, LongSupplier nanoTime) {
    this.model = model;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  /** What is known of one rule. */
  private static final class RuleLog {
    private final Counter counter;
    private long lastNanos;
    private long untold;
    private boolean told;

    RuleLog(Counter counter) {
      this.counter = counter;
    }
  }

  @Override
  public void write(RowData row, Context context) {
    if (row.getRowKind() == RowKind.UPDATE_BEFORE || row.getRowKind() == RowKind.DELETE) {
      return;
    }
    if (!row.isNullAt(WARNINGS)) {
      for (String rule : row.getString(WARNINGS).toString().split("\n")) {
        if (!rule.isEmpty()) {
          warn(rule, row);
        }
      }
    }
    String errors = row.isNullAt(ERRORS) ? "" : row.getString(ERRORS).toString();
    if (!errors.isEmpty()) {
      throw new RuleViolationException(
          "model "
              + model
              + ": the row with "
              + row.getString(ROW_KEY)
              + " breaks "
              + errors.replace("\n", ", ")
              + ", whose severity is error: "
              + row.getString(REASON));
    }
  }

  private void warn(String rule, RowData row) {
    RuleLog log = logs.computeIfAbsent(rule, this::log);
    log.counter.inc();
    long now = nanoTime.getAsLong();
    if (log.told && now - log.lastNanos < LOG_INTERVAL_NANOS) {
      log.untold++;
      return;
    }
    LOG.warn(
        "Model {}: the row with {} breaks {}: {}{}",
        model,
        row.getString(ROW_KEY),
        rule,
        row.getString(REASON),
        log.untold == 0 ? "" : " (and " + log.untold + " rows before it)");
    log.lastNanos = now;
    log.untold = 0;
    log.told = true;
  }

  private RuleLog log(String rule) {
    return new RuleLog(
        metrics.addGroup("model", model).addGroup("rule", rule).counter("ruleViolations"));
  }

  @Override
  public void flush(boolean endOfInput) {
    // Nothing is kept.
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
