package io.alluvium.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A job as the REST interface lists it.
 *
 * @param state as Flink names it, such as {@code RUNNING}
 * @param tasks how many it has, and {@code running} how many of them run
 */
public record RemoteJob(
    String id, String name, String state, Instant started, long seconds, int running, int tasks) {
  private static final Set<String> ENDED = Set.of("FINISHED", "FAILED", "CANCELED");
  private static final double MILLIS = 1000;

  /** All jobs that a cluster still knows, those that run first. */
  public static List<RemoteJob> all(FlinkRest rest) throws InterruptedException {
    List<RemoteJob> jobs = new ArrayList<>();
    for (JsonNode job : rest.get("/jobs/overview").path("jobs")) {
      JsonNode tasks = job.path("tasks");
      jobs.add(
          new RemoteJob(
              job.path("jid").asText(),
              job.path("name").asText(),
              job.path("state").asText(),
              Instant.ofEpochMilli(job.path("start-time").asLong()),
              Math.round(job.path("duration").asLong() / MILLIS),
              tasks.path("running").asInt(),
              tasks.path("total").asInt()));
    }
    jobs.sort(
        (one, other) -> {
          int byEnd = Boolean.compare(one.hasEnded(), other.hasEnded());
          return byEnd != 0 ? byEnd : one.started().compareTo(other.started());
        });
    return jobs;
  }

  /**
   * The job that somebody means.
   *
   * @param wanted its id, the beginning of it, or its name; of several jobs of a name the one that
   *     has not ended
   * @throws ClusterException where there is none, or more than one
   */
  public static RemoteJob of(FlinkRest rest, String wanted) throws InterruptedException {
    List<RemoteJob> all = all(rest);
    List<RemoteJob> found =
        all.stream()
            .filter(job -> job.name().equals(wanted) || job.id().startsWith(wanted))
            .toList();
    List<RemoteJob> running = found.stream().filter(job -> !job.hasEnded()).toList();
    if (running.size() == 1 || found.size() == 1) {
      return running.size() == 1 ? running.get(0) : found.get(0);
    }
    throw new ClusterException(
        found.isEmpty()
            ? "There is no job '"
                + wanted
                + "' at "
                + rest.address()
                + "; there "
                + (all.isEmpty()
                    ? "is none at all"
                    : "are "
                        + String.join(", ", all.stream().map(RemoteJob::name).distinct().toList()))
            : "'"
                + wanted
                + "' means "
                + found.size()
                + " jobs at "
                + rest.address()
                + "; name one by its id: "
                + String.join(", ", found.stream().map(RemoteJob::id).toList()));
  }

  public boolean hasEnded() {
    return ENDED.contains(state);
  }
}
