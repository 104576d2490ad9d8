package io.alluvium.models.run;

import io.alluvium.models.aggregate.LocalAggregation;
import io.alluvium.models.compile.JobPlan;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.SqlRun;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Adds a compiled job to a Flink environment. */
public final class JobRun {
  private JobRun() {}

  /**
   * Makes the tables that are missing in the lake, and adds the job's operators.
   *
   * @throws io.alluvium.models.ModelException that says which file and line is wrong
   */
  public static void define(StreamExecutionEnvironment env, JobScript script) {
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(env, EnvironmentSettings.inStreamingMode());
    // State is what the tables are made of; none of it may expire unless a model says so.
    tables.getConfig().setIdleStateRetention(Duration.ZERO);
    script.preparation().forEach(statement -> SqlRun.run(tables, statement));
    BufferTimeout.apply(env, tables);
    StreamStatementSet inserts = tables.createStatementSet();
    JobPlan.add(inserts, script);
    int before = env.getTransformations().size();
    try {
      inserts.attachAsDataStream();
    } catch (RuntimeException e) {
      throw JobPlan.problem(script, e);
    }
    List<Transformation<?>> sinks =
        env.getTransformations().subList(before, env.getTransformations().size());
    OperatorUids.assign(sinks);
    LocalAggregation.replaceIn(sinks);
  }
}
