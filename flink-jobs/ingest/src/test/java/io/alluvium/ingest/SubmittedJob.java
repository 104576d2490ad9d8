package io.alluvium.ingest;

import java.util.List;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.PackagedProgramUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.core.execution.DefaultExecutorServiceLoader;
import org.apache.flink.runtime.jobgraph.JobGraph;

/** Runs an inlet's {@code main} as {@code flink run} does. */
public final class SubmittedJob {
  private SubmittedJob() {}

  /**
   * @param client how the cluster is found, and the job's settings
   * @param detached whether the job is not waited for
   */
  public static void run(Class<?> main, Configuration client, boolean detached, String... arguments)
      throws Exception {
    Configuration configuration = new Configuration(client);
    configuration.set(DeploymentOptions.TARGET, "remote");
    configuration.set(DeploymentOptions.ATTACHED, !detached);
    try (PackagedProgram program = program(main, configuration, arguments)) {
      ClientUtils.executeProgram(
          new DefaultExecutorServiceLoader(), configuration, program, false, false);
    }
  }

  /** The job that would be submitted. */
  public static JobGraph plan(Class<?> main, Configuration configuration, String... arguments)
      throws Exception {
    try (PackagedProgram program = program(main, configuration, arguments)) {
      return PackagedProgramUtils.createJobGraph(program, configuration, 1, true);
    }
  }

  private static PackagedProgram program(
      Class<?> main, Configuration configuration, String... arguments) throws Exception {
    return PackagedProgram.newBuilder()
        .setEntryPointClassName(main.getName())
        .setUserClassPaths(List.of())
        .setConfiguration(configuration)
        .setArguments(arguments)
        .build();
  }
}
