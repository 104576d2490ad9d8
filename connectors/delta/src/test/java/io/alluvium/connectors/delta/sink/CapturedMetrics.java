package io.alluvium.connectors.delta.sink;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Keeps the metrics of all jobs of the JVM, by the operator's name and their own. */
public final class CapturedMetrics implements MetricReporter {
  private static final Map<String, Metric> METRICS = new ConcurrentHashMap<>();

  /** Found by Flink. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new CapturedMetrics();
    }
  }

  /** The value of a counter or a gauge of whole numbers. */
  static long value(String operator, String name) {
    Metric metric = METRICS.get(operator + "/" + name);
    if (metric instanceof Counter counter) {
      return counter.getCount();
    }
    return ((Number) ((Gauge<?>) metric).getValue()).longValue();
  }

  /** Whether there is a metric of that name, whatever its kind. */
  static boolean has(String operator, String name) {
    return METRICS.containsKey(operator + "/" + name);
  }

  static double share(String operator, String name) {
    return ((Number) ((Gauge<?>) METRICS.get(operator + "/" + name)).getValue()).doubleValue();
  }

  static Histogram histogram(String operator, String name) {
    return (Histogram) METRICS.get(operator + "/" + name);
  }

  @Override
  public void open(MetricConfig config) {
    // Nothing to open.
  }

  @Override
  public void close() {
    // The metrics are looked at after the job.
  }

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    METRICS.put(group.getAllVariables().get("<operator_name>") + "/" + name, metric);
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    // As above.
  }
}
