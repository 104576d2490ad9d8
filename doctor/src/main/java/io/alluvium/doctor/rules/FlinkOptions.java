package io.alluvium.doctor.rules;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.FallbackKey;

/** The settings that Flink knows, of the version that this project is built with. */
final class FlinkOptions {
  /** Options whose classes are not here: of Kubernetes, the operator, the gateway and drivers. */
  private static final List<String> ELSEWHERE =
      List.of(
          "kubernetes.",
          "job.autoscaler.",
          "fs.azure.",
          "flink.hadoop.",
          "containerized.",
          "metrics.reporter.",
          "metrics.scope.",
          "env.",
          "security.delegation.token.provider.",
          "sql-client.",
          "sql-gateway.",
          "zookeeper.",
          "yarn.",
          "python.",
          "$internal.");

  private static final List<String> CLASSES =
      List.of(
          "org.apache.flink.configuration.BatchExecutionOptions",
          "org.apache.flink.configuration.BlobServerOptions",
          "org.apache.flink.configuration.CheckpointingOptions",
          "org.apache.flink.configuration.CleanupOptions",
          "org.apache.flink.configuration.ClusterOptions",
          "org.apache.flink.configuration.CoreOptions",
          "org.apache.flink.configuration.DeploymentOptions",
          "org.apache.flink.configuration.ExecutionOptions",
          "org.apache.flink.configuration.ExternalResourceOptions",
          "org.apache.flink.configuration.HeartbeatManagerOptions",
          "org.apache.flink.configuration.HighAvailabilityOptions",
          "org.apache.flink.configuration.HistoryServerOptions",
          "org.apache.flink.configuration.JobEventStoreOptions",
          "org.apache.flink.configuration.JMXServerOptions",
          "org.apache.flink.configuration.JobManagerOptions",
          "org.apache.flink.runtime.highavailability.JobResultStoreOptions",
          "org.apache.flink.configuration.MetricOptions",
          "org.apache.flink.configuration.NettyShuffleEnvironmentOptions",
          "org.apache.flink.configuration.OptimizerOptions",
          "org.apache.flink.configuration.PipelineOptions",
          "org.apache.flink.configuration.QueryableStateOptions",
          "org.apache.flink.configuration.ResourceManagerOptions",
          "org.apache.flink.configuration.RestOptions",
          "org.apache.flink.configuration.RestartStrategyOptions",
          "org.apache.flink.configuration.RpcOptions",
          "org.apache.flink.configuration.SecurityOptions",
          "org.apache.flink.configuration.SinkOptions",
          "org.apache.flink.configuration.SlowTaskDetectorOptions",
          "org.apache.flink.configuration.StateBackendOptions",
          "org.apache.flink.configuration.StateChangelogOptions",
          "org.apache.flink.configuration.StateLatencyTrackOptions",
          "org.apache.flink.configuration.StateRecoveryOptions",
          "org.apache.flink.configuration.TaskManagerOptions",
          "org.apache.flink.configuration.TraceOptions",
          "org.apache.flink.configuration.WebOptions",
          "org.apache.flink.runtime.shuffle.ShuffleServiceOptions",
          "org.apache.flink.streaming.api.environment.ExecutionCheckpointingOptions",
          "org.apache.flink.contrib.streaming.state.RocksDBOptions",
          "org.apache.flink.contrib.streaming.state.RocksDBConfigurableOptions",
          "org.apache.flink.contrib.streaming.state.RocksDBNativeMetricOptions",
          "org.apache.flink.table.api.config.ExecutionConfigOptions",
          "org.apache.flink.table.api.config.OptimizerConfigOptions",
          "org.apache.flink.table.api.config.TableConfigOptions");

  private final TreeMap<String, ConfigOption<?>> options = new TreeMap<>();

  FlinkOptions() {
    for (String name : CLASSES) {
      Class<?> holder;
      try {
        holder = Class.forName(name);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("Flink has no " + name, e);
      }
      for (Field field : holder.getFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
          add(field);
        }
      }
    }
  }

  private void add(Field field) {
    try {
      ConfigOption<?> option = (ConfigOption<?>) field.get(null);
      options.put(option.key(), option);
      for (FallbackKey key : option.fallbackKeys()) {
        options.putIfAbsent(key.getKey(), option);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean knows(String key) {
    return options.containsKey(key) || ELSEWHERE.stream().anyMatch(key::startsWith) || isOfMap(key);
  }

  /** A key of an option whose value is a map can be a setting by itself. */
  private boolean isOfMap(String key) {
    int dot = key.lastIndexOf('.');
    while (dot > 0) {
      ConfigOption<?> option = options.get(key.substring(0, dot));
      if (option != null && String.valueOf(option).contains("Map")) {
        return true;
      }
      dot = key.lastIndexOf('.', dot - 1);
    }
    return false;
  }

  /** Why Flink cannot read a value; empty where it can. */
  Optional<String> problem(String key, String value) {
    ConfigOption<?> option = options.get(key);
    if (option == null) {
      return Optional.empty();
    }
    try {
      Configuration configuration = Configuration.fromMap(Map.of(key, value));
      configuration.getOptional(option);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Optional.of(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
    }
  }

  /** The known key that is most alike, where one is alike enough. */
  Optional<String> nearest(String key) {
    return options.keySet().stream()
        .filter(known -> Math.abs(known.length() - key.length()) <= 3)
        .filter(known -> distance(known, key) <= 3)
        .min((one, other) -> distance(one, key) - distance(other, key));
  }

  private static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] current = new int[other.length() + 1];
      current[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(previous[j - 1] + change, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[other.length()];
  }
}
