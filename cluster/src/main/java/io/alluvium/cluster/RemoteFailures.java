package io.alluvium.cluster;

import java.util.Optional;

/**
 * How a job on a session cluster has failed since it was submitted. What Flink tells may be some
 * seconds old ({@code web.refresh-interval}).
 *
 * @param job its id
 */
public record RemoteFailures(FlinkRest rest, String job) {

  /** How often the job was started again. */
  public long restarts() throws InterruptedException {
    return rest.get("/jobs/" + job + "/metrics?get=numRestarts").path(0).path("value").asLong();
  }

  /** The innermost cause of the last failure; empty where the job never failed. */
  public Optional<String> last() throws InterruptedException {
    String trace =
        rest.get("/jobs/" + job + "/exceptions?maxExceptions=1")
            .at("/exceptionHistory/entries/0/stacktrace")
            .asText();
    return trace.isEmpty() ? Optional.empty() : Optional.of(FlinkRest.innermost(trace));
  }
}
