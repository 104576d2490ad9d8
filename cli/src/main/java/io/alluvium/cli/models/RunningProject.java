package io.alluvium.cli.models;

import io.alluvium.local.JobFailedException;
import io.alluvium.models.ModelException;
import io.alluvium.models.deploy.JobEndedException;
import io.alluvium.models.deploy.JobHost;
import io.alluvium.models.deploy.ModelsRun;
import io.alluvium.models.deploy.Pause;
import io.alluvium.models.deploy.ProjectRun;
import io.alluvium.models.deploy.ProjectRun.Planned;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.api.common.JobStatus;

/** The jobs that a command started, until it ends. */
final class RunningProject {
  private static final Duration TICK = Duration.ofMillis(500);

  private final ProjectRun project;
  private final JobHost host;
  private final int parallelism;
  private final Progress progress;
  private final Pause pause;
  private final JobsTold told;
  private final Map<String, ModelsRun> running = new LinkedHashMap<>();

  /**
   * @param pause says when all is to stop
   */
  RunningProject(
      ProjectRun project,
      JobHost host,
      int parallelism,
      Progress progress,
      Pause pause,
      JobsTold told) {
    this.project = project;
    this.host = host;
    this.parallelism = parallelism;
    this.progress = progress;
    this.pause = pause;
    this.told = told;
  }

  /**
   * Starts jobs in order, each behind those whose rebuilt tables it reads.
   *
   * @return false where all is to stop before
   * @throws JobFailedException where a job ends that is waited for
   */
  boolean start(List<Planned> planned) throws Exception {
    int number = 0;
    for (Planned job : planned) {
      for (String before : job.waitsFor()) {
        if (running.containsKey(before) && !swap(running.get(before))) {
          return false;
        }
      }
      start(++number, planned.size(), job);
    }
    return true;
  }

  /**
   * Starts a job; one whose store has lost its contents while nobody followed it fills it again.
   */
  ModelsRun start(int number, int of, Planned job) throws Exception {
    Optional<Planned> refill =
        job.unchanged() ? project.planRefill(job.job(), host) : Optional.empty();
    if (refill.isPresent()) {
      tellOfRefill(job.job());
    }
    return startAs(number, of, refill.orElse(job));
  }

  private ModelsRun startAs(int number, int of, Planned job) throws Exception {
    progress.start(number, of, job);
    long begun = System.nanoTime();
    ModelsRun run = project.start(job, host, parallelism);
    running.put(job.job(), run);
    told.started(job.job());
    progress.ok(
        number,
        of,
        (run.isAttached()
                ? "left alone, as it runs: job "
                : run.restoredFrom().isPresent() ? "going on with job " : "running job ")
            + job.job(),
        begun);
    return run;
  }

  /**
   * Waits until what the sources held is in the tables, swapped where they are built anew.
   *
   * @return false where all is to stop before
   */
  boolean catchUp(ModelsRun run) throws Exception {
    try {
      if (!run.awaitCaughtUp(pause)) {
        return false;
      }
      if (run.isBuilding()) {
        run.swap();
      }
      return true;
    } catch (JobEndedException e) {
      return catchUp(refillOrFail(e));
    }
  }

  /**
   * As {@link #catchUp}, and until what the models push is in the stores as well.
   *
   * @return false where all is to stop before
   */
  boolean complete(ModelsRun run) throws Exception {
    if (!catchUp(run)) {
      return false;
    }
    try {
      // Perhaps another than was given, where a store had to be filled again.
      return running.get(run.name()).awaitServed(pause);
    } catch (JobEndedException e) {
      return complete(refillOrFail(e));
    }
  }

  private ModelsRun refillOrFail(JobEndedException e) throws Exception {
    Optional<ModelsRun> refilling = refill(e.job(), e.getCause());
    if (refilling.isEmpty()) {
      told.failed(e.job(), ModelException.reason(e));
      throw new JobFailedException(e.job(), e.getCause());
    }
    return refilling.get();
  }

  /**
   * Starts a job again whose store has lost its contents, so that they are written again.
   *
   * @return empty where the job failed for another reason
   */
  private Optional<ModelsRun> refill(String job, @Nullable Throwable failure) throws Exception {
    Optional<Planned> planned = project.planRefill(job, failure);
    if (planned.isEmpty()) {
      return Optional.empty();
    }
    told.failed(job, ModelException.reason(failure));
    tellOfRefill(job);
    return Optional.of(startAs(1, 1, planned.get()));
  }

  private void tellOfRefill(String job) {
    progress.tell(
        "The store of job "
            + job
            + " has lost what was written to it: all rows are written again.");
  }

  /** Swaps, in turn, all tables that are built. */
  boolean swapAll() throws Exception {
    for (ModelsRun run : running.values()) {
      if (!swap(run)) {
        return false;
      }
    }
    return true;
  }

  private boolean swap(ModelsRun run) throws Exception {
    if (!run.isBuilding()) {
      return true;
    }
    long begun = System.nanoTime();
    if (!catchUp(run)) {
      return false;
    }
    progress.done(begun, "The tables of job " + run.name() + " were built anew and swapped");
    return true;
  }

  /** Until all is to stop, or all jobs have ended. */
  void follow() throws Exception {
    while (!pause.await(TICK)) {
      boolean allEnded = true;
      for (ModelsRun run : List.copyOf(running.values())) {
        JobStatus status = run.job().status();
        if (status.isGloballyTerminalState() && status != JobStatus.FINISHED) {
          Throwable failure = run.job().failure().orElse(null);
          if (refill(run.name(), failure).isPresent()) {
            allEnded = false;
            continue;
          }
          told.failed(
              run.name(), failure == null ? "It was cancelled" : ModelException.reason(failure));
          throw new JobFailedException(run.name(), failure);
        }
        if (status == JobStatus.FINISHED) {
          told.completed(run.name());
        }
        allEnded &= status == JobStatus.FINISHED;
      }
      if (allEnded) {
        progress.tell("Done.");
        return;
      }
    }
  }
}
