package io.alluvium.cli.models;

import io.alluvium.cluster.ClusterAddress;
import io.alluvium.cluster.FlinkRest;
import io.alluvium.local.JobFailedException;
import io.alluvium.models.deploy.Change;
import io.alluvium.models.deploy.DeployedJob;
import io.alluvium.models.deploy.JobHost;
import io.alluvium.models.deploy.ModelsRun;
import io.alluvium.models.deploy.Pause;
import io.alluvium.models.deploy.ProjectRun;
import io.alluvium.models.deploy.ProjectRun.Planned;
import io.alluvium.state.upgrade.HealthRule;
import io.alluvium.state.upgrade.HealthWatch;
import io.alluvium.state.upgrade.StandStill;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Changes a job on a session cluster, and takes the change back where the job is not healthy. */
final class WatchedUpgrade {
  private final ProjectRun project;
  private final JobHost host;
  private final FlinkRest rest;
  private final int parallelism;
  private final HealthRule rule;
  private final Progress progress;
  private final Pause pause;
  private final JobsTold told;

  private HealthWatch watch;
  private Optional<String> problem = Optional.empty();

  /**
   * @param pause says when all is to stop
   */
  WatchedUpgrade(
      ProjectRun project,
      JobHost host,
      ClusterAddress address,
      int parallelism,
      HealthRule rule,
      Progress progress,
      Pause pause,
      JobsTold told) {
    this.project = project;
    this.host = host;
    this.rest = new FlinkRest(address);
    this.parallelism = parallelism;
    this.rule = rule;
    this.progress = progress;
    this.pause = pause;
    this.told = told;
  }

  /**
   * Changes the job.
   *
   * @return whether it runs as planned; else it runs as before
   */
  boolean from(DeployedJob before, Planned planned) throws Exception {
    RunningProject running =
        new RunningProject(project, host, parallelism, progress, this::isOver, told);
    ModelsRun run = running.start(1, 1, planned);
    if (run.isAttached()) {
      progress.tell("Nothing has changed.");
      return true;
    }
    watch = new HealthWatch(rest, id(planned), rule);
    progress.tell("Watching: " + rule.text() + ".");
    if (!isProven(run)) {
      return goBack(before, planned, run);
    }
    if (watch.firstCheckpoint().isPresent()) {
      StandStill.of(rest, before.id(), watch.firstCheckpoint().getAsLong()).ifPresent(this::tell);
    }
    boolean isBuilding = run.isBuilding();
    boolean isSwapped;
    try {
      isSwapped = running.swapAll();
    } catch (JobFailedException e) {
      problem = Optional.of(e.getMessage());
      isSwapped = false;
    }
    if (!isSwapped) {
      return goBack(before, planned, run);
    }
    if (isBuilding) {
      watch = new HealthWatch(rest, id(planned), rule);
      if (!isProven(run)) {
        progress.tell(
            "The tables are swapped, but the job is not healthy since: "
                + problem.orElse("")
                + ".");
        return false;
      }
    }
    progress.tell("The job " + planned.job() + " is healthy, and runs as the project says.");
    return true;
  }

  private boolean isProven(ModelsRun run) throws InterruptedException {
    problem = watch.await(pause::await, () -> run.job().requestCheckpoint());
    return problem.isEmpty();
  }

  private String id(Planned planned) {
    return project.deployed(planned.job()).orElseThrow().id();
  }

  private void tell(Duration gap) {
    progress.tell(
        String.format(
            Locale.ROOT,
            "Nothing was committed for %.1f s: from the savepoint to the first checkpoint.",
            gap.toMillis() / 1e3));
  }

  /** Waits, and says whether all is to stop, because of somebody or of what is seen. */
  private boolean isOver(Duration duration) throws InterruptedException {
    if (pause.await(duration)) {
      problem = Optional.of("it was interrupted");
      return true;
    }
    if (watch != null) {
      problem = watch.problem();
    }
    return problem.isPresent();
  }

  private boolean goBack(DeployedJob before, Planned planned, ModelsRun run) throws Exception {
    progress.tell(
        "The job " + planned.job() + " is not healthy: " + problem.orElse("it has stopped") + ".");
    long begun = System.nanoTime();
    watch = null;
    project.goBack(planned, before, run);
    progress.done(begun, "What ran before runs again");
    List<String> built =
        planned.changes().stream()
            .filter(change -> change.kind() != Change.Kind.UNCHANGED)
            .map(change -> change.name())
            .toList();
    progress.tell("Given up: " + String.join(", ", built) + ".");
    return false;
  }
}
