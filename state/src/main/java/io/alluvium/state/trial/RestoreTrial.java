package io.alluvium.state.trial;

import io.alluvium.local.Loopback;
import io.alluvium.state.StateException;
import io.alluvium.state.keys.KeyReader;
import io.alluvium.state.keys.StateContents;
import io.alluvium.state.savepoint.OperatorEntry;
import io.alluvium.state.savepoint.Savepoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RestoreMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;

/**
 * Restores a savepoint with operators that are to go on from it, in a cluster in this process,
 * takes a savepoint of them, and compares the two.
 *
 * <p>Nobody notices: sources are held, so that state is compared as it was and not as new rows have
 * made it, and the operators of sinks are left out.
 */
public final class RestoreTrial {
  private static final long POLL_MILLIS = 100;

  /** Flink gives a local cluster 64 MB, too few for the exchanges of a wide job. */
  private static final MemorySize NETWORK = MemorySize.ofMebiBytes(256);

  /** Settings of jobs that decide what they look like; the others are of the cluster. */
  private static final List<String> OF_JOBS =
      List.of("pipeline.", "table.", "state.backend.rocksdb.timer-service.");

  private final Savepoint savepoint;
  private final Path scratch;
  private final Duration patience;
  private final StreamExecutionEnvironment environment;

  /**
   * @param job settings that the job would have
   * @param scratch a folder of this machine, for the state
   * @param patience with the restore and the savepoint
   */
  public RestoreTrial(
      Savepoint savepoint, Configuration job, int parallelism, Path scratch, Duration patience) {
    this.savepoint = savepoint;
    this.scratch = scratch;
    this.patience = patience;
    this.environment =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, settings(job));
  }

  private Configuration settings(Configuration job) {
    Configuration settings = new Configuration();
    job.toMap()
        .forEach(
            (key, value) -> {
              if (OF_JOBS.stream().anyMatch(key::startsWith)) {
                settings.setString(key, value);
              }
            });
    settings.set(
        StateBackendOptions.STATE_BACKEND, savepoint.isOfRocksDb() ? "rocksdb" : "hashmap");
    settings.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.path());
    settings.set(StateRecoveryOptions.RESTORE_MODE, RestoreMode.NO_CLAIM);
    // Of sinks, and of what starts anew.
    settings.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK);
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK);
    settings.set(CoreOptions.TMP_DIRS, scratch.toString());
    settings.set(RestOptions.ADDRESS, Loopback.ADDRESS);
    settings.set(RestOptions.BIND_ADDRESS, Loopback.ADDRESS);
    return settings;
  }

  /** For the operators to be added to. */
  public StreamExecutionEnvironment environment() {
    return environment;
  }

  /**
   * Tries what was added to the environment.
   *
   * @throws StateException where it takes too long
   */
  public TrialOutcome run() throws InterruptedException {
    HeldJob.hold(environment);
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName("trial");
    Map<String, String> uids = new HashMap<>();
    for (StreamNode operator : graph.getStreamNodes()) {
      if (operator.getTransformationUID() != null) {
        uids.put(Savepoint.idOf(operator.getTransformationUID()), operator.getTransformationUID());
      }
    }
    String taken;
    try {
      JobClient job = environment.executeAsync(graph);
      try {
        taken = savepoint(job);
      } finally {
        end(job);
      }
    } catch (InterruptedException | StateException e) {
      throw e;
    } catch (Exception e) {
      return TrialOutcome.refused(StateException.reason(e));
    }
    return compare(uids, Savepoint.read(taken));
  }

  /**
   * @throws ExecutionException where the job fails
   */
  private String savepoint(JobClient job) throws ExecutionException, InterruptedException {
    CompletableFuture<?> result = job.getJobExecutionResult();
    String folder = scratch.resolve("savepoints").toUri().toString();
    long end = System.nanoTime() + patience.toNanos();
    Throwable last = null;
    while (System.nanoTime() < end) {
      if (result.isDone()) {
        result.get();
        throw new StateException("The trial has ended, although its sources are held");
      }
      try {
        return job.triggerSavepoint(folder, SavepointFormatType.NATIVE)
            .get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException | IllegalStateException e) {
        // Not all tasks run yet, or the job has failed: seen above.
        last = e;
      } catch (TimeoutException e) {
        last = e;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    throw new StateException(
        "The savepoint is not restored within "
            + patience.toSeconds()
            + " s"
            + (last == null || last.getMessage() == null ? "" : ": " + StateException.reason(last)),
        last);
  }

  private static void end(JobClient job) throws InterruptedException {
    try {
      if (!job.getJobExecutionResult().isDone()) {
        job.cancel().get();
      }
    } catch (ExecutionException | IllegalStateException e) {
      // It has ended by itself, and its cluster with it.
      return;
    }
  }

  private TrialOutcome compare(Map<String, String> uids, Savepoint taken) {
    Map<String, OperatorEntry> now = new HashMap<>();
    taken.operators().forEach(operator -> now.put(operator.id(), operator));
    List<OperatorEntry> restored =
        savepoint.operators().stream()
            .filter(operator -> operator.hasState() && uids.containsKey(operator.id()))
            .toList();
    Map<String, List<StateContents>> before = new KeyReader(savepoint).digest(restored);
    Map<String, List<StateContents>> after =
        new KeyReader(taken)
            .digest(
                restored.stream()
                    .map(OperatorEntry::id)
                    .filter(now::containsKey)
                    .map(now::get)
                    .toList());
    List<OperatorTrial> operators = new ArrayList<>();
    for (OperatorEntry operator : restored) {
      operators.add(
          OperatorTrial.compare(
              uids.get(operator.id()),
              operator,
              before.getOrDefault(operator.id(), List.of()),
              now.get(operator.id()),
              after.getOrDefault(operator.id(), List.of())));
    }
    return new TrialOutcome(Optional.empty(), operators);
  }
}
