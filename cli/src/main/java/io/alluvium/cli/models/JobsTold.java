package io.alluvium.cli.models;

import io.alluvium.models.openlineage.JobEvents;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tells how jobs go; those that have not ended when the command does were stopped. */
final class JobsTold implements AutoCloseable {
  private final Map<String, JobEvents> all;
  private final Map<String, JobEvents> running = new LinkedHashMap<>();

  /**
   * @param all by job; a job that is not there is not told of
   */
  JobsTold(Map<String, JobEvents> all) {
    this.all = all;
  }

  void started(String job) {
    JobEvents events = all.get(job);
    if (events != null && running.put(job, events) == null) {
      events.started();
      events.running();
    }
  }

  void completed(String job) {
    Optional.ofNullable(running.remove(job)).ifPresent(JobEvents::completed);
  }

  void failed(String job, String reason) {
    Optional.ofNullable(running.remove(job)).ifPresent(events -> events.failed(reason));
  }

  @Override
  public void close() {
    running.values().forEach(JobEvents::stopped);
    running.clear();
  }
}
