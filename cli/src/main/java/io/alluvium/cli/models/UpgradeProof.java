package io.alluvium.cli.models;

import io.alluvium.cli.ClusterClient;
import io.alluvium.cluster.ClusterAddress;
import io.alluvium.cluster.FlinkRest;
import io.alluvium.cluster.RemoteJob;
import io.alluvium.cluster.Savepoints;
import io.alluvium.models.ModelException;
import io.alluvium.models.deploy.DeployedJob;
import io.alluvium.state.savepoint.Savepoint;
import io.alluvium.state.trial.ModelTrial;
import io.alluvium.state.trial.RestoreTrial;
import io.alluvium.state.trial.TrialOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.util.FileUtils;

/** Tries whether what is to go on of a job finds its state as it was. */
final class UpgradeProof {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final UpgradePlan plan;
  private final int parallelism;
  private final Progress progress;

  UpgradeProof(UpgradePlan plan, int parallelism, Progress progress) {
    this.plan = plan;
    this.parallelism = parallelism;
    this.progress = progress;
  }

  /** A savepoint of the job that runs on a cluster, taken now. It stays. */
  String takenOn(String cluster) throws InterruptedException {
    FlinkRest rest = new FlinkRest(ClusterAddress.of(cluster));
    DeployedJob running =
        plan.running()
            .filter(deployed -> !deployed.isEmpty())
            .orElseThrow(() -> new ModelException("The job was never run in this home"));
    long begun = System.nanoTime();
    String taken =
        new Savepoints(rest)
            .take(RemoteJob.of(rest, running.id()), Optional.empty(), /* stop= */ false);
    progress.done(begun, "Savepoint " + taken);
    return taken;
  }

  /** What the job would go on from, which stands still. */
  String left() throws Exception {
    String job = plan.planned().job();
    return plan.run()
        .standsAt(job, StandingStill.INSTANCE)
        .orElseThrow(
            () ->
                new ModelException(
                    "The job '" + job + "' has no checkpoint in this home to be tried with"));
  }

  /**
   * Restores a savepoint with what goes on.
   *
   * @return by model; those that start anew are not in it
   */
  Map<String, ModelTrial> with(String savepoint) throws Exception {
    long begun = System.nanoTime();
    Path scratch = Files.createTempDirectory("alluvium-trial");
    try {
      RestoreTrial trial =
          new RestoreTrial(
              Savepoint.read(savepoint), ClusterClient.settings(), parallelism, scratch, PATIENCE);
      Map<String, List<String>> uids =
          plan.run().addWhatGoesOn(plan.planned(), trial.environment());
      if (uids.isEmpty()) {
        return Map.of();
      }
      TrialOutcome outcome = trial.run();
      Map<String, ModelTrial> trials = new HashMap<>();
      uids.forEach((model, own) -> trials.put(model, ModelTrial.of(own, outcome)));
      progress.done(begun, "Restored on trial from " + savepoint);
      return trials;
    } finally {
      // The trial's cluster may still be ending, and take files away by itself.
      FileUtils.deleteDirectoryQuietly(scratch.toFile());
    }
  }
}
