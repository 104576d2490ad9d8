package io.alluvium.models.unittest;

import io.alluvium.models.ModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.table.api.PlanReference;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.internal.TableEnvironmentImpl;
import org.apache.flink.table.delegation.Planner;
import org.apache.flink.table.operations.ModifyOperation;

/** The compiled plan of a model's query, from which jobs of any parallelism are made. */
final class TestedPlan {
  /**
   * Those of Flink that give something else each time; CURRENT_DATE and the like follow the day.
   */
  private static final Pattern FUNCTIONS =
      Pattern.compile(
          "\"(?:internalName|name)\"\\s*:\\s*\"\\$?(RAND|RAND_INTEGER|UUID|NOW|PROCTIME|"
              + "CURRENT_TIMESTAMP|CURRENT_ROW_TIMESTAMP|CURRENT_DATE|CURRENT_TIME|LOCALTIME|"
              + "LOCALTIMESTAMP|UNIX_TIMESTAMP|CURRENT_WATERMARK|PROCTIME_MATERIALIZE)(?:\\$\\d+)?\"");

  private static final Pattern LOOKUP = Pattern.compile("\"stream-exec-lookup-join_\\d+\"");

  private final StreamExecutionEnvironment environment;
  private final Planner planner;
  private final String json;

  private TestedPlan(StreamExecutionEnvironment environment, Planner planner, String json) {
    this.environment = environment;
    this.planner = planner;
    this.json = json;
  }

  /**
   * @param place of the model, for what the planner may say
   */
  static TestedPlan of(
      StreamExecutionEnvironment environment,
      StreamTableEnvironment tables,
      String insert,
      String place) {
    Planner planner = ((TableEnvironmentImpl) tables).getPlanner();
    try {
      List<ModifyOperation> operations =
          planner.getParser().parse(insert).stream().map(ModifyOperation.class::cast).toList();
      return new TestedPlan(environment, planner, planner.compilePlan(operations).asJsonString());
    } catch (RuntimeException e) {
      throw ModelException.at(place, e);
    }
  }

  /** What in the query depends on the moment or on chance; empty for nothing. */
  Optional<String> whatVaries() {
    Matcher function = FUNCTIONS.matcher(json);
    TreeSet<String> names = new TreeSet<>();
    while (function.find()) {
      names.add(function.group(1).replace("_MATERIALIZE", ""));
    }
    if (LOOKUP.matcher(json).find()) {
      return Optional.of(
          "joins with what a table has at the moment (FOR SYSTEM_TIME AS OF a processing time),"
              + " which depends on when rows arrive; join as of event time, or without that clause");
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "calls "
                + String.join(", ", names)
                + ", which gives something else each time, so that a restart changes the result;"
                + " take it from a column");
  }

  /** A job for {@link TestCluster}. */
  JobGraph job(String name) {
    environment.setParallelism(TestCluster.PLANNED_PARALLELISM);
    environment.enableCheckpointing(TestCluster.CHECKPOINT_INTERVAL.toMillis());
    try {
      List<Transformation<?>> operators =
          new ArrayList<>(
              planner.translatePlan(planner.loadPlan(PlanReference.fromJsonString(json))));
      operators.forEach(environment::addOperator);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(name);
    return graph.getJobGraph();
  }
}
