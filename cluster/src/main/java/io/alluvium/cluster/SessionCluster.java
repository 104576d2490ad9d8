package io.alluvium.cluster;

import io.alluvium.local.DirectoryLock;
import io.alluvium.local.Loopback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A session cluster of Flink: a job manager, task managers and a SQL gateway, each a process on the
 * loopback interface that goes on when this one ends. What runs is written to the home before it is
 * waited for, so that a command that is killed leaves nothing that another does not find.
 */
public final class SessionCluster {
  private static final Duration STOP = Duration.ofSeconds(30);

  private final ClusterHome home;

  public SessionCluster(ClusterHome home) {
    this.home = home;
  }

  /**
   * Starts the cluster, or what is missing of one that runs, and waits until it takes jobs.
   *
   * @throws ClusterException where all runs already, or a process ends instead of serving
   * @throws io.alluvium.local.LocalServiceException where a port is in use
   */
  public ClusterState start(ClusterSettings settings) throws IOException, InterruptedException {
    try (DirectoryLock lock = home.lock()) {
      ClusterState former = home.read().orElse(null);
      boolean goesOn = former != null && former.isRunning();
      ClusterState state = goesOn ? former : laidOut(settings);
      ClusterConfiguration configuration =
          goesOn ? ClusterConfiguration.read(home) : configure(settings, state);
      List<Start> missing = missing(settings, state, configuration);
      if (missing.isEmpty()) {
        throw new ClusterException(
            "The cluster in "
                + home.root()
                + " runs already, at "
                + state.address()
                + ". Stop it first ('alluvium cluster stop') to start it with other settings");
      }
      MemberLauncher launcher = new MemberLauncher(home, configuration, settings.classPath());
      for (Start start : missing) {
        Member member = launcher.launch(start.role(), start.name());
        state = state.with(member);
        home.write(state);
        // Whoever finds nobody there waits for long before it asks again, or gives up.
        Readiness readiness = new Readiness(home, state);
        if (start.role() == Role.COORDINATOR) {
          readiness.awaitPort(member, Coordinator.port(configuration));
        } else if (start.role() == Role.JOB_MANAGER) {
          readiness.awaitAnswer(member, state.address(), "/overview");
        }
      }
      new Readiness(home, state).await();
      return state;
    }
  }

  private record Start(Role role, String name) {}

  private ClusterState laidOut(ClusterSettings settings) {
    return ClusterState.of(
        Loopback.port("Flink's web UI", settings.webPort()),
        settings.hasGateway() ? Loopback.port("Flink's SQL gateway", settings.gatewayPort()) : -1);
  }

  private ClusterConfiguration configure(ClusterSettings settings, ClusterState state)
      throws IOException {
    // What killed processes have left.
    deleteFolder(home.temporary());
    Files.createDirectories(home.temporary());
    Map<String, String> own = new LinkedHashMap<>();
    for (String key :
        List.of(
            "jobmanager.rpc.address",
            "jobmanager.bind-host",
            "rest.address",
            "rest.bind-address",
            "taskmanager.host",
            "taskmanager.bind-host",
            "sql-gateway.endpoint.rest.address",
            "sql-gateway.endpoint.rest.bind-address")) {
      own.put(key, ClusterAddress.LOOPBACK);
    }
    own.put("jobmanager.rpc.port", free("The job manager"));
    own.put("rest.port", Integer.toString(state.webPort()));
    own.put("rest.bind-port", Integer.toString(state.webPort()));
    own.put("sql-gateway.endpoint.rest.port", Integer.toString(state.gatewayPort()));
    own.put("sql-gateway.endpoint.rest.bind-port", Integer.toString(state.gatewayPort()));
    own.put("io.tmp.dirs", home.temporary().toString());
    own.put("process.working-dir", home.temporary().toString());
    own.put("env.log.dir", home.logs().toString());
    own.put("execution.checkpointing.dir", folder("checkpoints"));
    own.put("execution.checkpointing.savepoint-dir", folder("savepoints"));
    if (settings.highAvailability()) {
      own.putAll(Coordinator.settings(home, free("The coordinator")));
    }
    own.putAll(settings.overrides());
    ClusterConfiguration configuration = ClusterConfiguration.write(settings.profile(), own, home);
    if (settings.highAvailability()) {
      Coordinator.writeFile(home, configuration);
    }
    return configuration;
  }

  private String folder(String name) {
    return home.root().resolve(name).toUri().toString();
  }

  private static String free(String service) {
    return Integer.toString(Loopback.port(service, 0));
  }

  private static List<Start> missing(
      ClusterSettings settings, ClusterState state, ClusterConfiguration configuration) {
    Set<String> alive = new HashSet<>();
    state.members().stream().filter(Member::isAlive).forEach(member -> alive.add(member.name()));
    List<Start> wanted = new ArrayList<>();
    if (configuration.isHighlyAvailable()) {
      wanted.add(new Start(Role.COORDINATOR, Role.COORDINATOR.text()));
    }
    wanted.add(new Start(Role.JOB_MANAGER, Role.JOB_MANAGER.text()));
    for (int i = 1; i <= settings.taskManagers(); i++) {
      wanted.add(new Start(Role.TASK_MANAGER, Role.TASK_MANAGER.text() + "-" + i));
    }
    if (state.gatewayPort() >= 0) {
      wanted.add(new Start(Role.SQL_GATEWAY, Role.SQL_GATEWAY.text()));
    }
    wanted.removeIf(start -> alive.contains(start.name()));
    return wanted;
  }

  /**
   * Stops all processes, in the order that no job notices, and waits until they have ended.
   *
   * @return the members that were stopped
   * @throws ClusterException where none runs
   */
  public List<Member> stop() throws IOException, InterruptedException {
    try (DirectoryLock lock = home.lock()) {
      ClusterState state = home.running();
      List<Member> alive =
          new ArrayList<>(state.members().stream().filter(Member::isAlive).toList());
      Collections.reverse(alive);
      // Job manager before task managers: they would be missed, and jobs would fail.
      alive.sort((one, other) -> Integer.compare(stopOrder(one), stopOrder(other)));
      for (Member member : alive) {
        stop(member);
      }
      home.forget();
      deleteFolder(home.temporary());
      return alive;
    }
  }

  private static int stopOrder(Member member) {
    return switch (member.role()) {
      case SQL_GATEWAY -> 0;
      case JOB_MANAGER -> 1;
      case TASK_MANAGER -> 2;
      case COORDINATOR -> 3;
    };
  }

  private static void stop(Member member) throws InterruptedException {
    ProcessHandle process = member.process().orElse(null);
    if (process == null) {
      return;
    }
    process.destroy();
    if (!hasEnded(process, STOP)) {
      process.destroyForcibly();
      if (!hasEnded(process, STOP)) {
        throw new ClusterException(
            "The "
                + member.name()
                + " does not end. End it with 'kill -9 "
                + member.pid()
                + "' and stop again");
      }
    }
  }

  private static boolean hasEnded(ProcessHandle process, Duration within)
      throws InterruptedException {
    try {
      process.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends one process at once, as {@code kill -9} does it, and waits until it has ended. */
  public void kill(String name) throws InterruptedException {
    Member member =
        home.running().members().stream()
            .filter(other -> other.name().equals(name) && other.isAlive())
            .findFirst()
            .orElseThrow(() -> new ClusterException("There runs no " + name));
    ProcessHandle process = member.process().orElseThrow();
    process.destroyForcibly();
    if (!hasEnded(process, STOP)) {
      throw new ClusterException("The " + name + " does not end");
    }
  }

  private static void deleteFolder(Path folder) throws IOException {
    org.apache.flink.util.FileUtils.deleteDirectory(folder.toFile());
  }
}
