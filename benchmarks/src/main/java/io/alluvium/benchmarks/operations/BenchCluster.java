package io.alluvium.benchmarks.operations;

import io.alluvium.cluster.ClusterHome;
import io.alluvium.cluster.ClusterSettings;
import io.alluvium.cluster.ClusterState;
import io.alluvium.cluster.FlinkRest;
import io.alluvium.cluster.Member;
import io.alluvium.cluster.SessionCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A session cluster of a job manager and two task managers, as {@code alluvium cluster start} makes
 * it. The tasks of a job are spread over both, and each has room for those of the other.
 */
public final class BenchCluster implements AutoCloseable {
  public static final int PARALLELISM = 2;
  private static final int TASK_MANAGERS = 2;

  private final SessionCluster cluster;
  private final ClusterHome home;
  private final ClusterSettings settings;
  private final ClusterState state;
  private final Thread ending;

  private BenchCluster(
      SessionCluster cluster,
      ClusterHome home,
      ClusterSettings settings,
      ClusterState state,
      Thread ending) {
    this.cluster = cluster;
    this.home = home;
    this.settings = settings;
    this.state = state;
    this.ending = ending;
  }

  /**
   * @param profile folder of Flink's configuration
   * @param classPath of the processes
   */
  public static BenchCluster start(Path folder, Path profile, String classPath)
      throws IOException, InterruptedException {
    Map<String, String> overrides = new LinkedHashMap<>();
    overrides.put("taskmanager.numberOfTaskSlots", Integer.toString(PARALLELISM));
    overrides.put("taskmanager.load-balance.mode", "SLOTS");
    ClusterSettings settings =
        new ClusterSettings(
            profile,
            overrides,
            classPath,
            TASK_MANAGERS,
            /* webPort= */ 0,
            /* gatewayPort= */ -1,
            /* highAvailability= */ false);
    ClusterHome home = new ClusterHome(folder);
    // Processes of a cluster go on when this one ends, as by Ctrl-C.
    Thread ending = new Thread(() -> stop(home), "bench-cluster-end");
    Runtime.getRuntime().addShutdownHook(ending);
    SessionCluster cluster = new SessionCluster(home);
    return new BenchCluster(cluster, home, settings, cluster.start(settings), ending);
  }

  /** Without the lock, which the thread may hold that is being ended. */
  private static void stop(ClusterHome home) {
    SessionCluster cluster = new SessionCluster(home);
    try {
      for (Member member : home.read().map(ClusterState::members).orElse(List.of())) {
        if (member.isAlive()) {
          cluster.kill(member.name());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Of the REST interface, as host and port. */
  public String address() {
    return state.address().toString();
  }

  public FlinkRest rest() {
    return new FlinkRest(state.address());
  }

  /** The folder of {@code config.yaml}, for clients. */
  public Path configuration() {
    return home.configuration();
  }

  public Path root() {
    return home.root();
  }

  /** Kills a task manager, as {@code kill -9} does it. */
  public void kill(int taskManager) throws InterruptedException {
    cluster.kill("taskmanager-" + (1 + taskManager % TASK_MANAGERS));
  }

  /** Starts the task manager that was killed, and waits until it is there. */
  public void replace() throws IOException, InterruptedException {
    cluster.start(settings);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    cluster.stop();
    Runtime.getRuntime().removeShutdownHook(ending);
  }
}
