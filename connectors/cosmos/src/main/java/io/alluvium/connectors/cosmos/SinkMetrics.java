package io.alluvium.connectors.cosmos;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;

/** What a writer counts. */
final class SinkMetrics {
  private final Counter requestUnits;
  private final Counter throttled;
  private final Counter superseded;
  private final Counter deadLetters;
  private double fraction;

  /**
   * @param group of the writer
   */
  SinkMetrics(MetricGroup group) {
    this.requestUnits = group.counter("cosmosRequestUnits");
    group.meter("cosmosRequestUnitsPerSecond", new MeterView(requestUnits));
    this.throttled = group.counter("cosmosThrottledOperations");
    this.superseded = group.counter("cosmosSupersededChanges");
    this.deadLetters = group.counter("cosmosDeadLetters");
  }

  /** Counts whole units; what is over is kept. */
  void spent(double units) {
    fraction += units;
    long whole = (long) fraction;
    requestUnits.inc(whole);
    fraction -= whole;
  }

  void throttled() {
    throttled.inc();
  }

  void superseded() {
    superseded.inc();
  }

  void deadLetter() {
    deadLetters.inc();
  }
}
