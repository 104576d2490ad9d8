package io.alluvium.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.PackagedProgramUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RestoreMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/**
 * A program that defines a job, as {@code flink run} takes it.
 *
 * @param jar of the job, thin
 * @param mainClass of the jar
 * @param arguments of its {@code main}
 * @param parallelism of operators that have none of their own
 * @param savepoint that the job goes on from; empty for none
 */
public record JobSubmission(
    Path jar,
    String mainClass,
    List<String> arguments,
    int parallelism,
    Optional<String> savepoint,
    boolean allowNonRestoredState) {
  public JobSubmission {
    arguments = List.copyOf(arguments);
  }

  /**
   * Defines the job as {@link #define}, and submits it.
   *
   * @throws Exception what the {@code main} throws
   */
  public JobID submit(ClusterJobs cluster, Configuration settings) throws Exception {
    return cluster.submit(define(settings), List.of()).id();
  }

  /**
   * Runs the {@code main}, which only defines the job.
   *
   * @param settings of the job
   * @throws Exception what the {@code main} throws
   */
  public JobGraph define(Configuration settings) throws Exception {
    Configuration configuration = new Configuration(settings);
    // Classes that are here already are the very same, and so are their exceptions.
    configuration.set(CoreOptions.CLASSLOADER_RESOLVE_ORDER, "parent-first");
    configuration.removeConfig(StateRecoveryOptions.SAVEPOINT_PATH);
    try (PackagedProgram program =
        PackagedProgram.newBuilder()
            .setJarFile(jar.toFile())
            .setEntryPointClassName(mainClass)
            .setConfiguration(configuration)
            .setSavepointRestoreSettings(
                savepoint
                    .map(
                        path ->
                            SavepointRestoreSettings.forPath(
                                path, allowNonRestoredState, RestoreMode.NO_CLAIM))
                    .orElse(SavepointRestoreSettings.none()))
            .setArguments(arguments.toArray(String[]::new))
            .build()) {
      return PackagedProgramUtils.createJobGraph(
          program, configuration, parallelism, /* suppressOutput= */ false);
    }
  }
}
