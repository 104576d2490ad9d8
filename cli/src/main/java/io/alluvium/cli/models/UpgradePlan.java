package io.alluvium.cli.models;

import io.alluvium.definitions.Similar;
import io.alluvium.models.ModelException;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.deploy.Change;
import io.alluvium.models.deploy.DeployedJob;
import io.alluvium.models.deploy.DeployedJobs;
import io.alluvium.models.deploy.ProjectRun;
import io.alluvium.models.deploy.ProjectRun.Planned;
import io.alluvium.models.deploy.RunningPlan;
import io.alluvium.models.graph.Node;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.run.ModelsProject;
import io.alluvium.state.gate.ModelVerdict;
import io.alluvium.state.gate.UpgradeGate;
import io.alluvium.state.gate.Verdict;
import io.alluvium.state.plan.PlanFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a job of models runs, and what it is to run. */
final class UpgradePlan {
  private final ProjectRun run;
  private final Planned planned;
  private final String wanted;

  private UpgradePlan(ProjectRun run, Planned planned, String wanted) {
    this.run = run;
    this.planned = planned;
    this.wanted = wanted;
  }

  /**
   * Compiles a project.
   *
   * @param home of the project's jobs
   * @throws ModelException of the first model that is wrong, or cannot go on
   */
  static UpgradePlan of(
      ModelsProject models,
      List<Node> nodes,
      RebuildOptions rebuild,
      Path home,
      String lake,
      String job) {
    Set<Node> selected = new HashSet<>(nodes);
    try (ProjectCompiler compiler =
        models
            .compiler()
            .rebuilding(
                model ->
                    model.model().config().materialization() == Materialization.TABLE
                        || (rebuild.fullRefresh() && selected.contains(model)))) {
      Map<String, JobScript> scripts = compiler.compile();
      if (!scripts.containsKey(job)) {
        throw new ModelException(
            "The project has no job '" + job + "'" + Similar.hint(job, scripts.keySet()));
      }
      ProjectRun run = new ProjectRun(models.graph(), scripts, new DeployedJobs(home), lake);
      Set<String> ids = selected.stream().map(Node::id).collect(Collectors.toSet());
      List<Planned> all = run.plan(rebuild.request(ids));
      Planned planned =
          all.stream()
              .filter(one -> one.job().equals(job))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ModelException(
                          "No selected model is of the job '"
                              + job
                              + "'; see 'alluvium models ls'"));
      if (!planned.waitsFor().isEmpty()) {
        throw new ModelException(
            "The job '"
                + job
                + "' reads tables that are to be built anew by "
                + String.join(", ", planned.waitsFor())
                + "; upgrade that first");
      }
      return new UpgradePlan(run, planned, compiler.plan(scripts.get(job)));
    }
  }

  ProjectRun run() {
    return run;
  }

  Planned planned() {
    return planned;
  }

  /** What runs; empty where it never did. */
  Optional<DeployedJob> running() {
    return run.deployed(planned.job());
  }

  /**
   * What becomes of each model: whether it goes on is decided by what it means, and the plans say
   * why it cannot, and what a savepoint would do that is restored by hand.
   */
  List<ModelVerdict> verdicts() {
    Map<String, ModelVerdict> byPlan = new HashMap<>();
    List<PlanFile> running = new ArrayList<>();
    for (RunningPlan plan : run.runningPlans(planned.job())) {
      PlanFile part = PlanFile.parse(plan.json(), "what runs");
      part.carry(plan.functions());
      running.add(part);
    }
    if (!running.isEmpty()) {
      PlanFile next = PlanFile.parse(wanted, "the project");
      next.carry(run.functions(planned.job()));
      UpgradeGate.compare(PlanFile.union(running), next)
          .models()
          .forEach(model -> byPlan.put(model.model(), model));
    }
    return planned.changes().stream()
        .map(change -> verdict(change, Optional.ofNullable(byPlan.get(change.name()))))
        .toList();
  }

  private static ModelVerdict verdict(Change change, Optional<ModelVerdict> byPlan) {
    Verdict verdict =
        switch (change.kind()) {
          case UNCHANGED, SAME_ROWS, LEFT, TAKES_OVER, GOES_ON_BUILDING -> Verdict.KEPT;
          case NEW -> Verdict.NEW;
          case BUILDING, PUSHED_AGAIN -> Verdict.RESET;
          case DROPPED -> Verdict.DROPPED;
        };
    boolean isReset = verdict == Verdict.RESET;
    Optional<String> restart =
        isReset
            ? Optional.of(change.text() + ", from all that its sources hold")
            : change.kind() == Change.Kind.UNCHANGED || verdict == Verdict.NEW
                ? Optional.empty()
                : Optional.of(change.text());
    return new ModelVerdict(
        change.name(),
        verdict,
        isReset ? byPlan.map(ModelVerdict::reasons).orElse(List.of()) : List.of(),
        restart,
        isReset ? byPlan.map(ModelVerdict::silent).orElse(List.of()) : List.of());
  }
}
