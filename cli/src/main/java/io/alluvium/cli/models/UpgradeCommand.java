package io.alluvium.cli.models;

import io.alluvium.cli.ClusterClient;
import io.alluvium.cli.HealthOptions;
import io.alluvium.cli.LakeUri;
import io.alluvium.cli.ingest.LocalRun;
import io.alluvium.cli.output.OutputFormat;
import io.alluvium.cli.state.VerdictList;
import io.alluvium.cluster.ClusterAddress;
import io.alluvium.cluster.ClusterJobs;
import io.alluvium.cluster.JobJar;
import io.alluvium.local.StopSignal;
import io.alluvium.models.ModelException;
import io.alluvium.models.ModelsJob;
import io.alluvium.models.deploy.DeployedJob;
import io.alluvium.models.deploy.ProjectRun.Planned;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.state.gate.ModelVerdict;
import io.alluvium.state.trial.ModelTrial;
import io.alluvium.state.upgrade.HealthRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium upgrade}. */
@Command(
    name = "upgrade",
    mixinStandardHelpOptions = true,
    description = {
      "Replaces a job of models that runs on a session cluster with what the project says now.",
      "The job is stopped with a savepoint and goes on from it; then it is watched. If it is not"
          + " healthy, what ran before runs again, by itself. With --check nothing is changed: it"
          + " says what would become of each model's state, and with --prove tries it."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the job runs as the project says; with --check: all state is kept; with --prove: as it was",
      "1:it was not healthy, and what ran before runs again; with --check: some model starts anew, or"
          + " was not restored as it was",
      "2:wrong use, or a model that is wrong: the message says what to change"
    })
public final class UpgradeCommand implements Callable<Integer> {
  @Mixin private ProjectOptions project;
  @Mixin private LocalRun run;
  @Mixin private RebuildOptions rebuild;
  @Mixin private HealthOptions health;
  @Mixin private OpenLineageOptions openLineage;

  @Parameters(paramLabel = "JOB", description = "The name of the job, such as models.")
  private String job;

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      description = "The session cluster that the job runs on; not needed for --check alone.")
  private String cluster;

  @Option(
      names = "--check",
      description = "Only says what would become of the state of each model.")
  private boolean check;

  @Option(
      names = "--prove",
      description =
          "With --check: also restores a savepoint of the job with what would run, in this process,"
              + " takes a checkpoint of it, and compares what each operator holds, key by key."
              + " Sources are held meanwhile, and nothing is written to tables or stores. The"
              + " savepoint is that of --savepoint; else one that is taken of the job on the"
              + " --cluster, and stays; else what a job that stands still has left.")
  private boolean prove;

  @Option(
      names = "--savepoint",
      paramLabel = "PATH",
      description = "Of --prove: a savepoint or retained checkpoint of the job.")
  private String savepoint;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "Of --check: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private OutputFormat format;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (prove && !check) {
      throw new ParameterException(spec.commandLine(), "--prove belongs to --check");
    }
    if (savepoint != null && !prove) {
      throw new ParameterException(spec.commandLine(), "--savepoint belongs to --prove");
    }
    if (!check && cluster == null) {
      throw new ParameterException(
          spec.commandLine(), "Name the session cluster with --cluster, or give --check");
    }
    HealthRule rule = health.rule();
    ModelsProject models = ModelsProject.of(project.configuration(run.lake()));
    try (ModelsHome home = ModelsHome.open(run, models.graph().project());
        StopSignal stop = new StopSignal();
        JobsTold told = openLineage.events(models, run.lake())) {
      UpgradePlan plan =
          UpgradePlan.of(models, project.selected(models), rebuild, home.folder(), run.lake(), job);
      return check ? check(plan) : upgrade(plan, rule, stop, told);
    }
  }

  private int check(UpgradePlan plan) throws Exception {
    List<ModelVerdict> verdicts = plan.verdicts();
    Map<String, ModelTrial> trials = prove ? trials(plan) : Map.of();
    new VerdictList(format, spec.commandLine().getOut()).write(verdicts, trials);
    boolean isKept = verdicts.stream().allMatch(model -> model.verdict().isHarmless());
    return isKept && trials.values().stream().allMatch(ModelTrial::isProven) ? 0 : 1;
  }

  private Map<String, ModelTrial> trials(UpgradePlan plan) throws Exception {
    UpgradeProof proof =
        new UpgradeProof(plan, run.parallelism(), new Progress(spec.commandLine().getErr()));
    if (savepoint != null) {
      return proof.with(LakeUri.of(savepoint));
    }
    return proof.with(cluster == null ? proof.left() : proof.takenOn(cluster));
  }

  private int upgrade(UpgradePlan plan, HealthRule rule, StopSignal stop, JobsTold told)
      throws Exception {
    Planned planned = plan.planned();
    Optional<DeployedJob> before = plan.running();
    if (before.isEmpty() || before.get().isEmpty()) {
      throw new ModelException(
          "The job '"
              + job
              + "' was never run in this home; start it with 'alluvium models run --cluster "
              + cluster
              + "'");
    }
    Configuration settings = ClusterClient.settings();
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, run.checkpointInterval());
    Path scratch = Files.createTempDirectory("alluvium-upgrade-jar");
    Progress progress = new Progress(spec.commandLine().getOut());
    try (ClusterJobs jobs = ClusterJobs.connect(ClusterAddress.of(cluster), settings)) {
      WatchedUpgrade upgrade =
          new WatchedUpgrade(
              plan.run(),
              new ClusterHost(jobs, settings, JobJar.of(ModelsJob.class, scratch)),
              jobs.address(),
              run.parallelism(),
              rule,
              progress,
              stop::await,
              told);
      return upgrade.from(before.get(), planned) ? 0 : 1;
    } finally {
      FileUtils.deleteDirectory(scratch.toFile());
    }
  }
}
