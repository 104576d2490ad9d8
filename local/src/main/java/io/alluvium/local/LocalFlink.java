package io.alluvium.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.RestoreMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.SerializedThrowable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster in this process, with web UI. State is in RocksDB; checkpoints are exactly-once
 * and stay on disk when the cluster closes or its process is killed, and a job that is submitted
 * again under its name goes on from its newest complete one. (A job that comes to the end of its
 * input has no checkpoint left, and begins anew.)
 */
public final class LocalFlink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalFlink.class);
  private static final String NAME = "Flink's web UI";
  private static final long TIMEOUT_SECONDS = 60;
  private static final long STOP_TIMEOUT_SECONDS = 600;

  private final Path home;
  private final MiniCluster cluster;
  private final Configuration jobs;
  private final URI webUrl;
  private final int slots;
  private final Deque<Job> submitted = new ArrayDeque<>();

  private LocalFlink(Path home, MiniCluster cluster, Configuration jobs, URI webUrl, int slots) {
    this.home = home;
    this.cluster = cluster;
    this.jobs = jobs;
    this.webUrl = webUrl;
    this.slots = slots;
  }

  /**
   * @param webPort of the web UI; 0 for any free one
   * @param slots for tasks
   * @param checkpointInterval of all jobs
   */
  public record Settings(int webPort, int slots, Duration checkpointInterval) {}

  /**
   * Starts the cluster.
   *
   * @param home for checkpoints and temporary files; made where it is absent
   * @throws LocalServiceException where the port is busy or the directory cannot be used
   */
  public static LocalFlink start(Path home, Settings settings) throws Exception {
    ServiceDirectory directory = ServiceDirectory.open("Flink", home);
    int port = Loopback.port(NAME, settings.webPort());
    // What a killed process has left.
    ServiceDirectory.delete(temporary(directory));
    Files.createDirectories(temporary(directory));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(FlinkConfiguration.ofCluster(temporary(directory), port))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.slots())
                .build());
    cluster.start();
    return new LocalFlink(
        directory.root(),
        cluster,
        FlinkConfiguration.ofJobs(settings.checkpointInterval()),
        cluster.getRestAddress().get(TIMEOUT_SECONDS, TimeUnit.SECONDS),
        settings.slots());
  }

  private static Path temporary(ServiceDirectory directory) {
    return directory.resolve("tmp");
  }

  /** Such as {@code http://127.0.0.1:8081}. */
  public String webUrl() {
    return webUrl.toString();
  }

  /** For tasks, of all jobs together. */
  public int slots() {
    return slots;
  }

  /** Lets the job of that name begin anew when it is next submitted. */
  public void forget(String jobName) throws IOException {
    forget(home.resolve("checkpoints").resolve(jobName));
  }

  /** Deletes all checkpoints that jobs have in a folder. */
  public static void forget(Path folder) throws IOException {
    ServiceDirectory.delete(folder);
  }

  /** To create the environment with, in which a job for this cluster is defined. */
  public Configuration configuration() {
    return new Configuration(jobs);
  }

  /**
   * Submits a job. It goes on from the newest complete checkpoint of that name, where there is one.
   *
   * @param jobName also the name of its folder of checkpoints
   */
  public synchronized Job submit(String jobName, StreamGraph graph) throws Exception {
    Path folder = Files.createDirectories(home.resolve("checkpoints").resolve(jobName));
    graph.setJobName(jobName);
    graph.setCheckpointStorage(new FileSystemCheckpointStorage(folder.toUri()));
    JobGraph job = graph.getJobGraph();
    RetainedCheckpoints retained = new RetainedCheckpoints(folder);
    Optional<Path> newest = retained.newest();
    if (newest.isPresent()) {
      LOG.info("The job {} goes on from {}", jobName, newest.get());
      retained.discardOthers(newest.get());
      job.setSavepointRestoreSettings(
          SavepointRestoreSettings.forPath(
              newest.get().toUri().toString(),
              /* allowNonRestoredState= */ false,
              RestoreMode.CLAIM));
    }
    return submitted(job, newest);
  }

  /** Submits a job that goes on from what its graph says, with checkpoints where its graph says. */
  public synchronized Job submit(JobGraph job) throws Exception {
    return submitted(job, Optional.empty());
  }

  private Job submitted(JobGraph job, Optional<Path> restoredFrom) throws Exception {
    JobID id = cluster.submitJob(job).get(TIMEOUT_SECONDS, TimeUnit.SECONDS).getJobID();
    Job handle = new Job(cluster, job.getName(), id, restoredFrom);
    submitted.push(handle);
    return handle;
  }

  /** The newest complete checkpoint of the jobs that have their checkpoints in a folder. */
  public static Optional<Path> newestCheckpoint(Path folder) throws IOException {
    return new RetainedCheckpoints(folder).newest();
  }

  /** A job that was submitted. */
  public static final class Job {
    private final MiniCluster cluster;
    private final String name;
    private final JobID id;
    private final Optional<Path> restoredFrom;

    private Job(MiniCluster cluster, String name, JobID id, Optional<Path> restoredFrom) {
      this.cluster = cluster;
      this.name = name;
      this.id = id;
      this.restoredFrom = restoredFrom;
    }

    public String name() {
      return name;
    }

    public JobID id() {
      return id;
    }

    /** The checkpoint that the job went on from; empty where it began anew. */
    public Optional<Path> restoredFrom() {
      return restoredFrom;
    }

    public JobStatus status() throws ExecutionException, InterruptedException, TimeoutException {
      return cluster.getJobStatus(id).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Why the job has failed; empty while it runs or restarts, and where it did not fail. */
    public Optional<Throwable> failure()
        throws ExecutionException, InterruptedException, TimeoutException {
      if (!status().isGloballyTerminalState()) {
        return Optional.empty();
      }
      Optional<SerializedThrowable> failure =
          cluster
              .requestJobResult(id)
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .getSerializedThrowable();
      return failure.map(thrown -> thrown.deserializeError(LocalFlink.class.getClassLoader()));
    }

    /**
     * Stops the job once all that it has read is committed, and waits until it has ended.
     *
     * @param folder for savepoints
     * @return the savepoint, as a URI
     */
    public String stopWithSavepoint(Path folder)
        throws ExecutionException, InterruptedException, TimeoutException {
      return cluster
          .stopWithSavepoint(
              id, folder.toUri().toString(), /* terminate= */ false, SavepointFormatType.NATIVE)
          .get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Asks for a checkpoint now, whatever the interval is.
     *
     * @return done when it is complete, or with a failure where there cannot be one yet
     */
    public CompletableFuture<?> requestCheckpoint() {
      return cluster.triggerCheckpoint(id, CheckpointType.CONFIGURED);
    }

    /** Cancels the job, keeps its checkpoint, and waits until it has ended. */
    public void cancel() throws ExecutionException, InterruptedException, TimeoutException {
      if (!status().isGloballyTerminalState()) {
        cluster.cancelJob(id).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        cluster.requestJobResult(id).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  /** Cancels the jobs, the last submitted first, and stops the cluster; checkpoints stay. */
  @Override
  public void close() throws Exception {
    Exception failure = null;
    while (!submitted.isEmpty()) {
      Job job = submitted.pop();
      try {
        job.cancel();
      } catch (ExecutionException | TimeoutException e) {
        // The cluster stops it all the same.
        LOG.warn("The job {} could not be cancelled", job.name(), e);
        failure = e;
      }
    }
    cluster.closeAsync().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    try {
      ServiceDirectory.delete(home.resolve("tmp"));
    } catch (IOException e) {
      LOG.warn("Cannot remove Flink's temporary files; the next start does", e);
    }
    if (failure != null) {
      throw failure;
    }
  }
}
