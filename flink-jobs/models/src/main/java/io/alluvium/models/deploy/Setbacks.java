package io.alluvium.models.deploy;

import io.alluvium.models.deploy.JobHost.HostedJob;
import java.nio.file.Path;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * Tells a job that only fails from one that gets on between its failures. A cluster starts a job
 * again however often it fails, since what it lacks may come back; who waits for a job wants to
 * know that it gets nowhere.
 */
final class Setbacks {
  /** In a row: with the clusters' back-off half a minute, and longer than a task manager needs. */
  static final int LIMIT = 10;

  private final HostedJob job;
  @Nullable private Optional<Path> checkpoint;
  private long restartsAtCheckpoint;

  Setbacks(HostedJob job) {
    this.job = job;
  }

  /**
   * Looks once.
   *
   * @param newest complete checkpoint
   * @return whether the job has failed {@link #LIMIT} times since one was complete
   */
  boolean areInVain(Optional<Path> newest) throws Exception {
    long restarts = job.restarts();
    if (!newest.equals(checkpoint)) {
      checkpoint = newest;
      restartsAtCheckpoint = restarts;
    }
    return restarts - restartsAtCheckpoint >= LIMIT;
  }
}
