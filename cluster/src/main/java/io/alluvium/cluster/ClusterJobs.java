package io.alluvium.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.messages.FlinkJobNotFoundException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.SerializedThrowable;

/** Submits jobs to a session cluster, and speaks with those that run there. */
public final class ClusterJobs implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 120;

  private final ClusterAddress address;
  private final RestClusterClient<StandaloneClusterId> client;

  private ClusterJobs(ClusterAddress address, RestClusterClient<StandaloneClusterId> client) {
    this.address = address;
    this.client = client;
  }

  /**
   * Opens a client.
   *
   * @param base the client's other settings, as of time-outs
   * @throws ClusterException where no cluster answers
   */
  public static ClusterJobs connect(ClusterAddress address, Configuration base) throws Exception {
    new FlinkRest(address).get("/overview");
    return new ClusterJobs(
        address, new RestClusterClient<>(address.client(base), StandaloneClusterId.getInstance()));
  }

  public ClusterAddress address() {
    return address;
  }

  /** Slots that no job has. */
  public int freeSlots() throws Exception {
    return new FlinkRest(address).get("/overview").path("slots-available").asInt();
  }

  /**
   * Submits a job.
   *
   * @param jars that hold its classes
   * @return the job, which has been accepted and starts
   */
  public Job submit(JobGraph graph, List<Path> jars) throws Exception {
    jars.forEach(
        jar -> graph.addJar(new org.apache.flink.core.fs.Path(jar.toAbsolutePath().toUri())));
    return new Job(await(client.submitJob(graph), TIMEOUT_SECONDS));
  }

  /** A job that the cluster knows, and that has not ended; empty for any other. */
  public Optional<Job> running(JobID id) throws Exception {
    Job job = new Job(id);
    Optional<JobStatus> status = job.statusIfKnown();
    return status.isPresent() && !status.get().isGloballyTerminalState()
        ? Optional.of(job)
        : Optional.empty();
  }

  /** Why a job has failed; empty for any other, and where the cluster does not know it. */
  public Optional<Throwable> failure(JobID id) throws Exception {
    Job job = new Job(id);
    return job.statusIfKnown().isPresent() ? job.failure() : Optional.empty();
  }

  private static boolean isUnknown(Throwable failure) {
    return ExceptionUtils.findThrowable(failure, FlinkJobNotFoundException.class).isPresent()
        // As it comes over the wire.
        || ExceptionUtils.findThrowableWithMessage(failure, "FlinkJobNotFoundException")
            .isPresent();
  }

  private <T> T await(CompletableFuture<T> future, long seconds)
      throws ExecutionException, InterruptedException {
    try {
      return future.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new ClusterException(
          "The cluster at " + address + " has not done it within " + seconds + " s", e);
    } catch (CompletionException e) {
      throw new ExecutionException(e);
    }
  }

  /** A job on the cluster. */
  public final class Job {
    private final JobID id;

    private Job(JobID id) {
      this.id = id;
    }

    public JobID id() {
      return id;
    }

    public JobStatus status() throws ExecutionException, InterruptedException {
      return await(client.getJobStatus(id), TIMEOUT_SECONDS);
    }

    /** Empty where the cluster does not know the job, or not any more. */
    private Optional<JobStatus> statusIfKnown() throws ExecutionException, InterruptedException {
      try {
        return Optional.of(status());
      } catch (ExecutionException e) {
        if (isUnknown(e)) {
          return Optional.empty();
        }
        throw e;
      }
    }

    /** Why the job has failed; empty while it runs or restarts, and where it did not fail. */
    public Optional<Throwable> failure() throws ExecutionException, InterruptedException {
      if (!status().isGloballyTerminalState()) {
        return Optional.empty();
      }
      Optional<SerializedThrowable> failure =
          await(client.requestJobResult(id), TIMEOUT_SECONDS).getSerializedThrowable();
      return failure.map(thrown -> thrown.deserializeError(ClusterJobs.class.getClassLoader()));
    }

    /**
     * Asks for a checkpoint now, whatever the interval is.
     *
     * @return done when it is complete, or with a failure where there cannot be one yet
     */
    public CompletableFuture<?> requestCheckpoint() {
      return client.triggerCheckpoint(id, CheckpointType.CONFIGURED);
    }

    /**
     * Stops the job once all that it has read is committed, and waits until it has ended.
     *
     * @param folder for savepoints
     * @return the savepoint, as a URI
     */
    public String stopWithSavepoint(URI folder) throws InterruptedException {
      // Flink's client asks in steps that double: nothing is committed meanwhile.
      return new Savepoints(new FlinkRest(address))
          .take(id.toHexString(), "job " + id, Optional.of(folder.toString()), /* stop= */ true);
    }

    /** Cancels the job and waits until it has ended. */
    public void cancel() throws ExecutionException, InterruptedException {
      await(client.cancel(id), TIMEOUT_SECONDS);
      await(client.requestJobResult(id), TIMEOUT_SECONDS);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
