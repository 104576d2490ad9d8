package io.alluvium.testing;

import io.alluvium.cluster.ClusterHome;
import io.alluvium.cluster.ClusterJobs;
import io.alluvium.cluster.ClusterSettings;
import io.alluvium.cluster.ClusterState;
import io.alluvium.cluster.FlinkRest;
import io.alluvium.cluster.RemoteJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;

/**
 * A session cluster of Flink, whose processes have this one's class path and can be killed: the
 * product's own, with less memory.
 */
public final class SessionCluster implements AutoCloseable {
  private static final String TASK_MANAGER = "taskmanager-1";

  private final io.alluvium.cluster.SessionCluster cluster;
  private final ClusterSettings settings;
  private final ClusterState state;

  private SessionCluster(
      io.alluvium.cluster.SessionCluster cluster, ClusterSettings settings, ClusterState state) {
    this.cluster = cluster;
    this.settings = settings;
    this.state = state;
  }

  /**
   * Starts a job manager and a task manager.
   *
   * @param folder for all that they write
   * @param slots of the task manager
   */
  public static SessionCluster start(Path folder, int slots) throws Exception {
    Path profile = Files.createDirectories(folder.resolve("profile"));
    Files.writeString(
        profile.resolve("config.yaml"),
        """
        jobmanager.memory.process.size: 768 mb
        jobmanager.memory.jvm-metaspace.size: 192 mb
        taskmanager.memory.task.heap.size: 256 mb
        taskmanager.memory.managed.size: 32 mb
        taskmanager.memory.network.min: 32 mb
        taskmanager.memory.network.max: 32 mb
        taskmanager.memory.framework.off-heap.size: 64 mb
        taskmanager.memory.jvm-metaspace.size: 192 mb
        taskmanager.memory.jvm-overhead.min: 64 mb
        taskmanager.memory.jvm-overhead.max: 64 mb
        security.delegation.tokens.enabled: false
        # A process that is killed is missed soon.
        heartbeat.interval: 1 s
        heartbeat.timeout: 20 s
        env.java.opts.all: >-
          -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Duser.timezone=UTC
          --add-opens=java.base/java.lang=ALL-UNNAMED
          --add-opens=java.base/java.lang.reflect=ALL-UNNAMED
          --add-opens=java.base/java.net=ALL-UNNAMED
          --add-opens=java.base/java.io=ALL-UNNAMED
          --add-opens=java.base/java.nio=ALL-UNNAMED
          --add-opens=java.base/java.text=ALL-UNNAMED
          --add-opens=java.base/java.time=ALL-UNNAMED
          --add-opens=java.base/java.util=ALL-UNNAMED
          --add-opens=java.base/java.util.concurrent=ALL-UNNAMED
        """);
    Files.writeString(
        profile.resolve("log4j.properties"),
        """
        rootLogger.level = INFO
        rootLogger.appenderRef.console.ref = console
        appender.console.name = console
        appender.console.type = CONSOLE
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %d{ISO8601} %-5p %c{1} - %m%n
        """);
    Map<String, String> overrides = new LinkedHashMap<>();
    overrides.put("taskmanager.numberOfTaskSlots", Integer.toString(slots));
    ClusterSettings settings =
        new ClusterSettings(
            profile,
            overrides,
            System.getProperty("java.class.path"),
            /* taskManagers= */ 1,
            /* webPort= */ 0,
            /* gatewayPort= */ -1,
            /* highAvailability= */ false);
    io.alluvium.cluster.SessionCluster cluster =
        new io.alluvium.cluster.SessionCluster(new ClusterHome(folder));
    return new SessionCluster(cluster, settings, cluster.start(settings));
  }

  /** How a client, such as {@code flink run}, finds the cluster. */
  public Configuration client() {
    return state.address().client(new Configuration());
  }

  /** Ends what runs, so that its slots are free. */
  public void cancelJobs() throws Exception {
    try (ClusterJobs jobs = ClusterJobs.connect(state.address(), new Configuration())) {
      for (RemoteJob job : RemoteJob.all(new FlinkRest(state.address()))) {
        Optional<ClusterJobs.Job> runs = jobs.running(JobID.fromHexString(job.id()));
        if (runs.isPresent()) {
          runs.get().cancel();
        }
      }
    }
  }

  /** Starts the task manager, after it was killed, and waits until it is there. */
  public void startTaskManager() throws IOException, InterruptedException {
    cluster.start(settings);
  }

  /** As {@code kill -9} does it. */
  public void killTaskManager() throws InterruptedException {
    cluster.kill(TASK_MANAGER);
  }

  @Override
  public void close() throws Exception {
    cluster.stop();
  }
}
