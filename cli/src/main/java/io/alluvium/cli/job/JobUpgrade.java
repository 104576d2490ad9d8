package io.alluvium.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.cluster.ClusterException;
import io.alluvium.cluster.ClusterJobs;
import io.alluvium.cluster.FlinkRest;
import io.alluvium.cluster.RemoteJob;
import io.alluvium.cluster.Savepoints;
import io.alluvium.state.upgrade.HealthRule;
import io.alluvium.state.upgrade.HealthWatch;
import io.alluvium.state.upgrade.StandStill;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.flink.core.execution.RestoreMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.util.ExceptionUtils;

/** Puts one job in the place of another of its name, by savepoint. */
final class JobUpgrade {
  private static final double MILLIS = 1e3;

  private final ClusterJobs jobs;
  private final FlinkRest rest;
  private final HealthRule rule;
  private final HealthWatch.Stop stop;
  private final PrintWriter out;

  /**
   * @param out where it is told how it goes
   */
  JobUpgrade(ClusterJobs jobs, HealthRule rule, HealthWatch.Stop stop, PrintWriter out) {
    this.jobs = jobs;
    this.rest = new FlinkRest(jobs.address());
    this.rule = rule;
    this.stop = stop;
    this.out = out;
  }

  /**
   * Changes a job.
   *
   * @param former to go back to; empty where what runs now shall stay
   * @return whether the next one runs, and is healthy
   * @throws ClusterException where no job of that name runs, or it cannot be stopped
   */
  boolean change(JobGraph next, Optional<JobGraph> former) throws Exception {
    RemoteJob runs = running(next.getName());
    String savepoint = new Savepoints(rest).take(runs, Optional.empty(), /* stop= */ true);
    tell("The job " + runs.name() + " was stopped with the savepoint " + savepoint + ".");
    ClusterJobs.Job started;
    try {
      started = start(next, savepoint);
    } catch (ExecutionException e) {
      tell("The cluster does not take it: " + ExceptionUtils.stripExecutionException(e) + ".");
      if (former.isPresent()) {
        tell("What ran before runs again: " + start(former.get(), savepoint).id() + ".");
      } else {
        tell("To go back: 'alluvium job submit' of the former definition with --from " + savepoint);
      }
      return false;
    }
    HealthWatch watch = new HealthWatch(rest, started.id().toHexString(), rule);
    tell("Watching: " + rule.text() + ".");
    Optional<String> problem = watch.await(stop, started::requestCheckpoint);
    if (problem.isEmpty()) {
      if (watch.firstCheckpoint().isPresent()) {
        StandStill.of(rest, runs.id(), watch.firstCheckpoint().getAsLong())
            .ifPresent(
                gap ->
                    tell(
                        String.format(
                            Locale.ROOT,
                            "Nothing was committed for %.1f s: from the savepoint to the first"
                                + " checkpoint.",
                            gap.toMillis() / MILLIS)));
      }
      tell("The job " + runs.name() + " is healthy: " + started.id() + ".");
      return true;
    }
    tell("The job " + runs.name() + " is not healthy: " + problem.get() + ".");
    if (former.isEmpty()) {
      tell(
          "It is left to go on trying. To go back: 'alluvium job cancel "
              + started.id()
              + "', then 'alluvium job submit' of the former definition with --from "
              + newest(started).orElse(savepoint));
      return false;
    }
    cancel(started);
    // What it has committed since cannot be committed again.
    ClusterJobs.Job back = start(former.get(), newest(started).orElse(savepoint));
    tell("What ran before runs again: " + back.id() + ".");
    return false;
  }

  private RemoteJob running(String name) throws InterruptedException {
    List<RemoteJob> found =
        RemoteJob.all(rest).stream()
            .filter(job -> job.name().equals(name) && !job.hasEnded())
            .toList();
    if (found.size() != 1) {
      throw new ClusterException(
          found.isEmpty()
              ? "No job '" + name + "' runs at " + rest.address() + "; start it with 'job submit'"
              : found.size()
                  + " jobs '"
                  + name
                  + "' run at "
                  + rest.address()
                  + "; end all but one");
    }
    return found.get(0);
  }

  private ClusterJobs.Job start(JobGraph graph, String savepoint) throws Exception {
    graph.setSavepointRestoreSettings(
        SavepointRestoreSettings.forPath(
            savepoint, /* allowNonRestoredState= */ false, RestoreMode.NO_CLAIM));
    return jobs.submit(graph, List.of());
  }

  private void cancel(ClusterJobs.Job job) throws Exception {
    Optional<ClusterJobs.Job> runs = jobs.running(job.id());
    if (runs.isPresent()) {
      runs.get().cancel();
    }
  }

  /** The newest checkpoint of a job, which stays when it is cancelled. */
  private Optional<String> newest(ClusterJobs.Job job) throws InterruptedException {
    JsonNode path =
        rest.get("/jobs/" + job.id().toHexString() + "/checkpoints")
            .at("/latest/completed/external_path");
    return Optional.ofNullable(path.textValue());
  }

  private void tell(String line) {
    out.println(line);
    out.flush();
  }
}
