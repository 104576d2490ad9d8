package io.alluvium.models.deploy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;

/** A Flink cluster that jobs are started on. */
public interface JobHost {

  /** To make the environment with, in which a job is defined. */
  Configuration configuration();

  /** Where jobs go on when this process ends; empty where they end with it. */
  Optional<String> address();

  /** Starts a job, whose graph says its id and what it goes on from. */
  HostedJob submit(JobGraph graph) throws Exception;

  /**
   * A job that was submitted before, and runs.
   *
   * @param address of the cluster that it was submitted to
   * @throws Exception also where that cluster does not tell whether it runs
   */
  Optional<HostedJob> running(String address, JobID job) throws Exception;

  /** Why a job that was submitted before has failed; empty where it has not, or nobody knows. */
  Optional<Throwable> failedWith(String address, JobID job) throws Exception;

  /** The savepoint with which somebody has stopped a job that was submitted before. */
  Optional<String> stoppedWith(String address, JobID job) throws Exception;

  /** The newest complete checkpoint of the jobs whose checkpoints go to a folder. */
  Optional<Path> newestCheckpoint(Path folder) throws Exception;

  /** A job that was started. */
  interface HostedJob {
    JobStatus status() throws Exception;

    /** Why the job has failed; empty where it has not. */
    Optional<Throwable> failure() throws Exception;

    /**
     * How often the job has failed and begun again, where the host never gives a job up; 0 on a
     * host that does, see {@link #failure}.
     */
    long restarts() throws Exception;

    /** Of a job that was restarted, why it failed last, for people. */
    Optional<String> lastFailure() throws Exception;

    /**
     * Asks for a checkpoint now, whatever the interval is.
     *
     * @return done when it is complete, or with a failure where there cannot be one yet
     */
    CompletableFuture<?> requestCheckpoint();

    /**
     * Stops the job once all that it has read is committed.
     *
     * @return the savepoint that it can go on from
     * @throws java.util.concurrent.ExecutionException where it cannot be stopped so
     */
    String stopWithSavepoint(Path folder) throws Exception;

    /** Ends the job as it is, and waits until it has ended; its checkpoints stay. */
    void cancel() throws Exception;
  }
}
