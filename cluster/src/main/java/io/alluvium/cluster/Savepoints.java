package io.alluvium.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Takes savepoints of jobs by the REST interface. */
public final class Savepoints {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long POLL_MILLIS = 50;

  private final FlinkRest rest;

  public Savepoints(FlinkRest rest) {
    this.rest = rest;
  }

  /**
   * Takes a savepoint, in the format that is quick to take and to restore.
   *
   * @param folder for it, as every process of the cluster knows it; empty for the cluster's own
   * @param stop whether the job ends with it, after all that it has read is committed
   * @return the savepoint, as a URI
   * @throws ClusterException where it fails, with the reason
   */
  public String take(RemoteJob job, Optional<String> folder, boolean stop)
      throws InterruptedException {
    return take(job.id(), job.name(), folder, stop);
  }

  String take(String id, String name, Optional<String> folder, boolean stop)
      throws InterruptedException {
    String jobPath = "/jobs/" + id;
    String request =
        rest.post(
                jobPath + (stop ? "/stop" : "/savepoints"),
                body -> {
                  folder.ifPresent(
                      path -> body.put(stop ? "targetDirectory" : "target-directory", path));
                  body.put("formatType", "NATIVE");
                })
            .path("request-id")
            .asText();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      JsonNode answer = rest.get(jobPath + "/savepoints/" + request);
      if (answer.at("/status/id").asText().equals("COMPLETED")) {
        JsonNode operation = answer.path("operation");
        if (operation.has("failure-cause")) {
          throw new ClusterException(
              "The savepoint of "
                  + name
                  + " failed: "
                  + FlinkRest.innermost(operation.at("/failure-cause/stack-trace").asText()));
        }
        return operation.path("location").asText();
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    throw new ClusterException(
        "The savepoint of " + name + " is not complete after " + PATIENCE.toMinutes() + " min");
  }
}
