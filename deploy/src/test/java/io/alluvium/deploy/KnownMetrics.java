package io.alluvium.deploy;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.checkpoint.CheckpointStatsTracker;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.MetricNames;
import org.apache.flink.runtime.metrics.MetricRegistry;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.groups.InternalOperatorCoordinatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.InternalSplitEnumeratorMetricGroup;
import org.apache.flink.runtime.metrics.groups.JobManagerJobMetricGroup;
import org.apache.flink.runtime.metrics.groups.JobManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.scope.ScopeFormats;
import org.apache.flink.runtime.metrics.util.MetricUtils;
import org.apache.flink.traces.SpanBuilder;

/** Metrics as Prometheus names them: Flink's groups register them here. */
final class KnownMetrics implements MetricRegistry {
  /** Of this project's connectors: by the source's enumerator, and by operators. */
  private static final List<String> OF_ENUMERATORS =
      List.of("slotLagBytes", "slotRetainedBytes", "snapshotSplitsLeft");

  private static final List<String> OF_OPERATORS =
      List.of("sourceLagMillis", "sourceLagVersions", "commits", "commitConflicts", "indexedRows");

  private static final JobID JOB = new JobID(1, 1);
  private static final Gauge<Integer> NONE = () -> 0;

  private final Set<String> names = new TreeSet<>();
  private final Set<String> labels = new TreeSet<>();

  KnownMetrics() throws IOException {
    JobManagerMetricGroup manager =
        JobManagerMetricGroup.createJobManagerMetricGroup(this, "localhost");
    all(manager, MetricNames.class);
    MetricUtils.instantiateStatusMetrics(manager.addGroup("Status"));
    JobManagerJobMetricGroup job = manager.addJob(JOB, "job");
    all(job, MetricNames.class);
    all(job, CheckpointStatsTracker.class);
    InternalSplitEnumeratorMetricGroup enumerator =
        new InternalSplitEnumeratorMetricGroup(
            new InternalOperatorCoordinatorMetricGroup(
                job.getOrAddOperator(
                    new JobVertexID(1, 1), "task", new OperatorID(1, 1), "operator")));
    ours(enumerator, OF_ENUMERATORS);

    TaskManagerMetricGroup worker =
        TaskManagerMetricGroup.createTaskManagerMetricGroup(
            this, "localhost", ResourceID.generate());
    MetricUtils.instantiateStatusMetrics(worker.addGroup("Status"));
    TaskMetricGroup task = worker.addJob(JOB, "job").addTask(ExecutionAttemptID.randomId(), "task");
    all(task, MetricNames.class);
    MetricGroup operator = task.getOrAddOperator(new OperatorID(1, 1), "operator");
    all(operator, MetricNames.class);
    ours(operator, OF_OPERATORS);
  }

  boolean has(String name) {
    return names.contains(name);
  }

  boolean hasLabel(String name) {
    return labels.contains(name);
  }

  /** Metrics whose names are constants of a class. */
  private static void all(MetricGroup group, Class<?> holder) {
    try {
      for (Field field : holder.getDeclaredFields()) {
        if (field.getType() == String.class && Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          group.gauge((String) field.get(null), NONE);
        }
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** Metrics that the sources of the connectors register. */
  private static void ours(MetricGroup group, List<String> metrics) throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Repository.ROOT.resolve("connectors"))) {
      files
          .filter(file -> file.toString().matches(".*/src/main/java/.*\\.java"))
          .forEach(sources::add);
    }
    StringBuilder code = new StringBuilder();
    for (Path source : sources) {
      code.append(Files.readString(source));
    }
    for (String metric : metrics) {
      if (code.indexOf('"' + metric + '"') < 0) {
        throw new AssertionError("No connector has the metric " + metric);
      }
      group.gauge(metric, NONE);
    }
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void register(Metric metric, String name, AbstractMetricGroup group) {
    // As Prometheus' reporter does.
    CharacterFilter filter = input -> input.replaceAll("[^a-zA-Z0-9:_]", "_");
    String scope = group.getLogicalScope(filter, '_');
    names.add("flink_" + scope + "_" + filter.filterCharacters(name));
    Map<String, String> variables = ((MetricGroup) group).getAllVariables();
    variables.keySet().forEach(label -> labels.add(label.replaceAll("[<>]", "")));
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void unregister(Metric metric, String name, AbstractMetricGroup group) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addSpan(SpanBuilder span) {
    throw new UnsupportedOperationException();
  }

  @Override
  public char getDelimiter() {
    return '.';
  }

  @Override
  public int getNumberReporters() {
    return 1;
  }

  @Override
  public ScopeFormats getScopeFormats() {
    return ScopeFormats.fromConfig(new Configuration());
  }
}
