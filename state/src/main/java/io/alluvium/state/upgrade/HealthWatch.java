package io.alluvium.state.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.cluster.FlinkRest;
import io.alluvium.cluster.RemoteFailures;
import io.alluvium.cluster.RemoteJob;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Looks after a job by the REST interface of its cluster, from its start on. */
public final class HealthWatch {
  private static final Set<String> ENDED = Set.of("FAILED", "CANCELED", "CANCELLING", "FAILING");
  private static final Duration TICK = Duration.ofMillis(100);
  private static final long NANOS = 1_000_000;
  private static final Duration REASON = Duration.ofSeconds(10);

  private final FlinkRest rest;
  private final String id;
  private final String path;
  private final RemoteFailures failures;
  private final HealthRule rule;
  private final LongSupplier nanos;
  private final long begun;

  private long complete;
  private long failedAtStart;
  private OptionalLong restarted = OptionalLong.empty();
  private OptionalLong firstCheckpoint = OptionalLong.empty();

  public HealthWatch(FlinkRest rest, String job, HealthRule rule) {
    this(rest, job, rule, System::nanoTime);
  }

  HealthWatch(FlinkRest rest, String job, HealthRule rule, LongSupplier nanos) {
    this.rest = rest;
    this.id = job;
    this.path = "/jobs/" + job;
    this.failures = new RemoteFailures(rest, job);
    this.rule = rule;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /** Waits that long, and says whether somebody wants all to stop. */
  @FunctionalInterface
  public interface Stop {
    boolean await(Duration duration) throws InterruptedException;
  }

  /**
   * Waits until the job has been seen to be healthy.
   *
   * @param checkpoint asks the job for one: nothing is committed before the first, and the interval
   *     need not pass
   * @return why it is not, for people; empty where it is
   */
  public Optional<String> await(Stop stop, Supplier<CompletableFuture<?>> checkpoint)
      throws InterruptedException {
    Optional<CompletableFuture<?>> requested = Optional.empty();
    while (!isProven()) {
      Optional<String> problem = stop.await(TICK) ? Optional.of("it was interrupted") : problem();
      if (problem.isPresent()) {
        return problem;
      }
      boolean isAskedFor = requested.filter(one -> !one.isCompletedExceptionally()).isPresent();
      if (!isAskedFor && areAllRunningNow()) {
        requested = Optional.of(checkpoint.get());
      }
    }
    return Optional.empty();
  }

  /**
   * Looks once.
   *
   * @return why the job is not healthy, for people; empty while there is hope
   */
  public Optional<String> problem() throws InterruptedException {
    JsonNode job = rest.get(path);
    String state = job.path("state").asText();
    Optional<String> failure = failures.last();
    if (ENDED.contains(state)) {
      return Optional.of("it is " + state + failure.map(cause -> ": " + cause).orElse(""));
    }
    if (failure.isPresent()) {
      return failure.map(cause -> "it has failed: " + cause);
    }
    if (failures.restarts() > 0) {
      return hasTimeForReason() ? Optional.empty() : Optional.of("it has restarted");
    }
    JsonNode checkpoints = rest.get(path + "/checkpoints");
    note(checkpoints);
    long failed = checkpoints.at("/counts/failed").asLong() - failedAtStart;
    if (!areAllRunning(job)) {
      // There cannot be a checkpoint yet, and Flink counts that it tried.
      failedAtStart += failed;
    } else if (failed > rule.failedCheckpoints()) {
      return Optional.of(failed + " checkpoints have failed" + checkpointFailure(checkpoints));
    }
    Duration since = Duration.ofMillis((nanos.getAsLong() - begun) / NANOS);
    if (!isProven() && since.compareTo(rule.within()) > 0) {
      return Optional.of(
          "only "
              + complete
              + " of "
              + rule.checkpoints()
              + " checkpoints are complete after "
              + since.toSeconds()
              + " s");
    }
    return Optional.empty();
  }

  /** Flink counts a restart at once, and tells its reason some seconds later. */
  private boolean hasTimeForReason() {
    long now = nanos.getAsLong();
    if (restarted.isEmpty()) {
      restarted = OptionalLong.of(now);
    }
    return now - restarted.getAsLong() < REASON.toNanos();
  }

  /** Whether the job has been seen to be healthy. */
  public boolean isProven() {
    return restarted.isEmpty() && complete >= rule.checkpoints();
  }

  /**
   * Whether all tasks run, so that there can be a checkpoint. What {@link #problem} looks at may be
   * some seconds old ({@code web.refresh-interval}); the list of jobs is not.
   */
  public boolean areAllRunningNow() throws InterruptedException {
    return RemoteJob.all(rest).stream()
        .anyMatch(job -> job.id().equals(id) && job.tasks() > 0 && job.running() == job.tasks());
  }

  /** When the first checkpoint was complete, in milliseconds of the epoch. */
  public OptionalLong firstCheckpoint() {
    return firstCheckpoint;
  }

  private void note(JsonNode checkpoints) {
    complete = checkpoints.at("/counts/completed").asLong();
    for (JsonNode one : checkpoints.path("history")) {
      if (one.path("status").asText().equals("COMPLETED")) {
        long at = one.path("latest_ack_timestamp").asLong();
        firstCheckpoint = OptionalLong.of(Math.min(at, firstCheckpoint.orElse(at)));
      }
    }
  }

  private static boolean areAllRunning(JsonNode job) {
    for (JsonNode task : job.path("vertices")) {
      if (!task.path("status").asText().equals("RUNNING")) {
        return false;
      }
    }
    return true;
  }

  private static String checkpointFailure(JsonNode checkpoints) {
    String message = checkpoints.at("/latest/failed/failure_message").asText("");
    return message.isEmpty() ? "" : ": " + message.lines().findFirst().orElse("");
  }
}
