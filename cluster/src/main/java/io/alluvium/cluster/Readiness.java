package io.alluvium.cluster;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for the processes of a cluster that were started, or says why one does not serve. */
final class Readiness {
  private static final Duration START = Duration.ofSeconds(120);
  private static final long POLL_MILLIS = 50;

  private final ClusterHome home;
  private final ClusterState state;

  Readiness(ClusterHome home, ClusterState state) {
    this.home = home;
    this.state = state;
  }

  /** Waits until every process of the cluster serves. */
  void await() throws IOException, InterruptedException {
    FlinkRest rest = new FlinkRest(state.address());
    for (Member member : state.members()) {
      if (member.role() == Role.TASK_MANAGER && member.isAlive()) {
        await(
            member,
            () -> {
              for (var known : rest.get("/taskmanagers").path("taskmanagers")) {
                if (known.path("id").asText().equals(member.id())) {
                  return true;
                }
              }
              return false;
            });
      } else if (member.role() == Role.SQL_GATEWAY) {
        awaitAnswer(member, state.gateway(), "/v1/info");
      }
    }
  }

  /** Waits until a process answers at an address. */
  void awaitAnswer(Member member, ClusterAddress address, String path)
      throws IOException, InterruptedException {
    FlinkRest rest = new FlinkRest(address);
    await(member, () -> rest.answers(path));
  }

  /** Waits until a process listens on a port. */
  void awaitPort(Member member, int port) throws IOException, InterruptedException {
    await(
        member,
        () -> {
          try (Socket socket = new Socket(ClusterAddress.LOOPBACK, port)) {
            return socket.isConnected();
          } catch (IOException e) {
            // Not yet.
            return false;
          }
        });
  }

  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  private void await(Member member, Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (!holds(condition)) {
      if (!member.isAlive()) {
        throw new ClusterException(
            "The "
                + member.role().text()
                + " has ended instead of starting: "
                + new MemberLog(home, member).lastProblem()
                + ". 'alluvium cluster logs "
                + member.name()
                + "' shows its log; "
                + others());
      }
      if (System.nanoTime() > end) {
        throw new ClusterException(
            "The "
                + member.role().text()
                + " is not up after "
                + START.toSeconds()
                + " s; see "
                + member.log());
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private static boolean holds(Condition condition) throws InterruptedException {
    try {
      return condition.holds();
    } catch (ClusterException e) {
      // Not up yet; whether it will ever be is seen by the process.
      return false;
    }
  }

  private String others() {
    return state.isRunning()
        ? "'alluvium cluster stop' ends what was started, 'start' tries again"
        : "nothing of the cluster runs";
  }
}
