package io.alluvium.models.deploy;

import io.alluvium.connectors.delta.kernel.CommitHistory;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.definitions.Similar;
import io.alluvium.models.ModelException;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.deploy.Change.Kind;
import io.alluvium.models.deploy.DeployedModel.Target;
import io.alluvium.models.graph.ModelGraph;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.project.Materialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Starts the jobs of a project, or goes on with them. */
public final class ProjectRun {
  private final ModelGraph graph;
  private final Map<String, JobScript> scripts;
  private final DeployedJobs home;
  private final String lake;

  /**
   * @param scripts by job, of the whole project
   * @param lake a URI
   */
  public ProjectRun(
      ModelGraph graph, Map<String, JobScript> scripts, DeployedJobs home, String lake) {
    this.graph = graph;
    this.scripts = scripts;
    this.home = home;
    this.lake = lake;
  }

  /**
   * What a job will do.
   *
   * @param unchanged whether the job is to run just as it runs, or ran last
   * @param waitsFor jobs that must have swapped their tables before this one starts
   */
  public record Planned(
      String job,
      DeployedJob next,
      boolean unchanged,
      List<Change> changes,
      Set<String> waitsFor,
      Runnable cleaning) {}

  /**
   * Decides what becomes of the jobs of the selected models, each behind those whose tables it
   * reads. A swap that a failure interrupted is finished before; beyond that nothing is changed.
   *
   * @throws ModelException of the first model that cannot go on
   */
  public List<Planned> plan(StartRequest request) {
    List<Planned> planned = new ArrayList<>();
    Map<String, DeployedJob> next = new HashMap<>();
    Set<String> regenerated = new HashSet<>();
    for (String job : order()) {
      JobScript script = scripts.get(job);
      DeployedJob former = former(job);
      Set<String> cutOff = new HashSet<>();
      Set<String> waitsFor = new HashSet<>();
      for (Statement insert : script.inserts()) {
        insert
            .model()
            .ifPresent(
                node -> {
                  Set<ModelNode> read = regeneratedOf(node, job, regenerated, new HashSet<>());
                  if (!read.isEmpty()) {
                    cutOff.add(node.id());
                    read.forEach(model -> waitsFor.add(model.model().config().job()));
                  }
                });
      }
      Fingerprints fingerprints =
          new Fingerprints(
              graph,
              script,
              model -> {
                String other = model.model().config().job();
                return next.containsKey(other)
                    ? next.get(other).generationOf(model.id())
                    : home.read(other).flatMap(read -> read.generationOf(model.id()));
              });
      LakeTables tables = new LakeTables(lake);
      JobChanges.Result result =
          new JobChanges(former, script, fingerprints, request, tables, cutOff).decide();
      next.put(job, result.next());
      result.changes().stream()
          .filter(change -> change.kind() == Kind.BUILDING)
          .forEach(change -> regenerated.add(change.model()));
      if (isWanted(script, request) && !result.next().isEmpty()) {
        planned.add(
            new Planned(
                job,
                result.next(),
                result.next().equals(former),
                result.changes(),
                waitsFor,
                () ->
                    result
                        .discarded()
                        .forEach(build -> tables.discardBuild(build.model(), build.generation()))));
      }
    }
    return planned;
  }

  /**
   * Plans a job anew whose store has lost what the job had written to it, so that the models that
   * write to the store write all their rows again, from the lake.
   *
   * @param failure of the job
   * @return empty where the job failed for another reason
   */
  public Optional<Planned> planRefill(String job, @Nullable Throwable failure) {
    Set<String> emptied = new LostStores(scripts.get(job)).of(failure);
    if (emptied.isEmpty()) {
      return Optional.empty();
    }
    return plan(new StartRequest(emptied, true)).stream()
        .filter(planned -> planned.job().equals(job))
        .findFirst();
  }

  /**
   * As {@link #planRefill(String, Throwable)}, of a job that has failed on a session cluster while
   * nobody followed it.
   */
  public Optional<Planned> planRefill(String job, JobHost host) throws Exception {
    Optional<DeployedJob> deployed = home.read(job).filter(read -> read.cluster() != null);
    return deployed.isEmpty()
        ? Optional.empty()
        : planRefill(
            job,
            host.failedWith(deployed.get().cluster(), JobID.fromHexString(deployed.get().id()))
                .orElse(null));
  }

  private DeployedJob former(String job) {
    DeployedJob former = home.read(job).orElseGet(() -> DeployedJob.first(job, lake));
    requireLake(former);
    if (former.rollback() != null) {
      return new JobRollback(home, former).finish();
    }
    return former.swapping() ? new TableSwap(home, former).finish() : former;
  }

  private static boolean isWanted(JobScript script, StartRequest request) {
    return script.inserts().stream()
        .flatMap(insert -> insert.model().stream())
        .map(ModelNode::id)
        .anyMatch(request.selected()::contains);
  }

  private void requireLake(DeployedJob former) {
    if (!former.lake().equals(lake)) {
      throw new ModelException(
          "The job '"
              + former.job()
              + "' of this home writes the lake "
              + former.lake()
              + ", not "
              + lake
              + "; take another --home for another lake");
    }
  }

  /**
   * The plans of what runs of a job, or ran last, one for each group of models that were started
   * together; those that are only being built are left out.
   */
  public List<RunningPlan> runningPlans(String job) {
    List<RunningPlan> plans = new ArrayList<>();
    home.read(job)
        .ifPresent(
            deployed ->
                deployed
                    .generations()
                    .forEach(
                        generation ->
                            RunningPlan.of(generation, stores(job)).ifPresent(plans::add)));
    return plans;
  }

  /** The digests of the functions that the models of a job call now, by name. */
  public Map<String, String> functions(String job) {
    JobScript script = scripts.get(job);
    Fingerprints fingerprints = new Fingerprints(graph, script, model -> Optional.empty());
    Map<String, String> functions = new HashMap<>();
    script
        .inserts()
        .forEach(
            insert ->
                insert.model().ifPresent(node -> functions.putAll(fingerprints.functions(node))));
    return functions;
  }

  /** Starts a job as planned; one that runs on a session cluster just so is left alone. */
  public ModelsRun start(Planned planned, JobHost host, int parallelism) throws Exception {
    ModelsRun run = new ModelsRun(host, home, planned.next(), parallelism, stores(planned.job()));
    if (planned.unchanged()) {
      run.startOrAttach();
    } else {
      run.start();
    }
    planned.cleaning().run();
    return run;
  }

  /** What runs of a job, or ran last. */
  public Optional<DeployedJob> deployed(String job) {
    return home.read(job);
  }

  /**
   * Goes back to what ran before a job was started as planned. Models that did not change go on
   * from where they are; those that were being built are given up.
   *
   * @throws ModelException where a model that the plan had left out cannot go on, since the job has
   *     a checkpoint without it
   */
  public void goBack(Planned planned, DeployedJob before, ModelsRun run) throws Exception {
    new GoingBack(planned, before, new LakeTables(lake)).from(run);
  }

  /**
   * Says what would become of a job, and of the tables that it writes, were it taken back to a
   * savepoint. Changes nothing.
   *
   * @param savepoint its URI
   * @throws ModelException where the job was never run here, or the savepoint is of another
   * @throws io.alluvium.connectors.delta.DeltaException where a table cannot be taken back
   */
  public PlannedRollback planRollback(String job, String savepoint) {
    DeployedJob runs = requireDeployed(job);
    JobRollback.Found found = new JobRollback(home, runs).find(savepoint);
    Set<String> then =
        found.tables().stream().map(PlannedRollback.Table::model).collect(Collectors.toSet());
    List<String> newer = new ArrayList<>();
    for (Generation generation : runs.generations()) {
      for (DeployedModel model : generation.models().values()) {
        if (model.target() != Target.STORE && !model.isComing() && !then.contains(model.id())) {
          newer.add(model.schema() + "." + model.table());
        }
      }
    }
    List<String> stores =
        found.generations().stream()
            .flatMap(generation -> generation.models().values().stream())
            .filter(model -> model.target() == Target.STORE && Outputs.isOfModel(model.id()))
            .map(DeployedModel::table)
            .sorted()
            .toList();
    return new PlannedRollback(
        job,
        savepoint,
        found.generations(),
        found.tables(),
        newer.stream().sorted().toList(),
        stores,
        new RollbackReaders(graph, job).of(found.tables()));
  }

  /**
   * Checks that a job could go on from the savepoint, before anything is stopped: that it is
   * planned as it was, and that the tables that it reads still tell what came since. Where tables
   * get other columns back, that cannot be said before.
   *
   * @throws ModelException where it could not
   */
  public void requireRestartable(PlannedRollback planned, JobHost host) throws IOException {
    if (planned.tables().stream().anyMatch(table -> table.plan().changesMetadata())) {
      return;
    }
    DeployedJob then = requireDeployed(planned.job()).withGenerations(planned.generations());
    Map<String, String> sources =
        new ModelsRun(host, home, then, 1, stores(planned.job())).sources();
    SourcePositions positions = SourcePositions.of(planned.savepoint());
    for (Map.Entry<String, String> source : sources.entrySet()) {
      OptionalLong version = positions.goesOnWith(source.getKey());
      DeltaTable table = DeltaTable.at(source.getValue());
      if (version.isPresent()
          && version.getAsLong() <= table.snapshot().version()
          && new CommitHistory(table).traces(version.getAsLong(), version.getAsLong()).isEmpty()) {
        throw new ModelException(
            "The table "
                + source.getValue()
                + ", which the job '"
                + planned.job()
                + "' reads, does not hold version "
                + version.getAsLong()
                + " any more, with which it would go on: its log was cleaned up. Take a later"
                + " savepoint; the table property 'delta.logRetentionDuration' keeps the log for"
                + " longer");
      }
    }
  }

  private DeployedJob requireDeployed(String job) {
    DeployedJob runs =
        home.read(job)
            .filter(read -> !read.isEmpty())
            .orElseThrow(
                () -> new ModelException("The job '" + job + "' was never run in this home"));
    requireLake(runs);
    if (!scripts.containsKey(job)) {
      throw new ModelException(
          "The project has no job '" + job + "'" + Similar.hint(job, scripts.keySet()));
    }
    if (runs.swapping()) {
      throw new ModelException(
          "A swap of the tables of the job '"
              + job
              + "' was interrupted; finish it with 'alluvium models run'");
    }
    return runs;
  }

  /**
   * Stops a job where it runs, so that it can go on from there.
   *
   * @return what it can go on from; empty where it has never had a checkpoint
   */
  public Optional<String> halt(String job, JobHost host) throws Exception {
    return new ModelsRun(host, home, requireDeployed(job), 1, stores(job)).halt();
  }

  /**
   * What a job that stands still would go on from; empty where it has never had a checkpoint.
   *
   * @throws ModelException where it runs, or was never run here
   */
  public Optional<String> standsAt(String job, JobHost host) throws Exception {
    return new ModelsRun(host, home, requireDeployed(job), 1, stores(job)).standsAt();
  }

  /**
   * Adds to an environment what goes on of a job as planned. What starts anew is left out: no state
   * is meant for it. The lake is not changed.
   *
   * @return the uids of the operators by model, as {@code schema.table}
   * @throws ModelException where what goes on is planned otherwise than when it was started
   */
  public Map<String, List<String>> addWhatGoesOn(
      Planned planned, StreamExecutionEnvironment environment) throws IOException {
    Set<String> former =
        requireDeployed(planned.job()).generations().stream()
            .map(Generation::id)
            .collect(Collectors.toSet());
    DeployedJob kept =
        planned
            .next()
            .withGenerations(
                planned.next().generations().stream()
                    .filter(generation -> former.contains(generation.id()))
                    .toList());
    DefinedModels defined = DefinedModels.in(environment, kept, stores(planned.job()));
    Map<String, List<String>> uids = new TreeMap<>();
    for (Generation generation : defined.job().generations()) {
      for (DeployedModel model : generation.models().values()) {
        if (Outputs.isOfModel(model.id()) && !generation.isWaiting()) {
          uids.computeIfAbsent(model.schema() + "." + model.table(), name -> new ArrayList<>())
              .addAll(defined.of(generation.id(), model).uids());
        }
      }
    }
    return uids;
  }

  /**
   * Takes the tables of a job that stands still back. From then on the job goes on from the
   * savepoint, whatever starts it.
   */
  public void takeBack(PlannedRollback rollback) {
    JobRollback before = new JobRollback(home, requireDeployed(rollback.job()));
    DeployedJob begun =
        before.begin(
            rollback.savepoint(), new JobRollback.Found(rollback.generations(), rollback.tables()));
    new JobRollback(home, begun).finish();
  }

  /** Whether a rollback of a job has begun and not ended: nothing else may start it then. */
  public boolean isRollingBack(String job) {
    return home.read(job).filter(read -> read.rollback() != null).isPresent();
  }

  /** Starts a job that stands still as it is written down. */
  public ModelsRun resume(String job, JobHost host, int parallelism) throws Exception {
    DeployedJob deployed = requireDeployed(job);
    if (deployed.rollback() != null) {
      throw new ModelException(
          "A rollback of the job '" + job + "' was interrupted; run 'alluvium rollback' again");
    }
    ModelsRun run = new ModelsRun(host, home, deployed, parallelism, stores(job));
    run.start();
    return run;
  }

  /** The statements that make the tables of stores, by the id of their models. */
  private Map<String, String> stores(String job) {
    Map<String, String> stores = new HashMap<>();
    for (Statement statement : scripts.get(job).preparation()) {
      statement
          .model()
          .filter(node -> node.model().config().materialization() == Materialization.PUSH)
          .ifPresent(node -> stores.put(node.id(), statement.sql()));
    }
    return stores;
  }

  /** The rebuilt models of other jobs whose added rows a model reads, through whatever is fused. */
  private Set<ModelNode> regeneratedOf(
      Node node, String job, Set<String> regenerated, Set<ModelNode> found) {
    for (Node parent : graph.parents(node)) {
      if (parent instanceof ModelNode model) {
        boolean isFused =
            model.model().config().materialization() == Materialization.VIEW
                || model.model().config().job().equals(job);
        if (isFused) {
          regeneratedOf(model, job, regenerated, found);
        } else if (regenerated.contains(model.id()) && Fingerprints.grows(model)) {
          found.add(model);
        }
      }
    }
    return found;
  }

  /** Jobs behind those whose tables they read, as far as there is such an order. */
  private List<String> order() {
    Map<String, Set<String>> read = new LinkedHashMap<>();
    scripts.keySet().forEach(job -> read.put(job, new HashSet<>()));
    for (ModelNode model : graph.models()) {
      for (Node parent : graph.parents(model)) {
        if (parent instanceof ModelNode other) {
          String reader = model.model().config().job();
          String writer = other.model().config().job();
          if (!reader.equals(writer) && read.containsKey(reader) && read.containsKey(writer)) {
            read.get(reader).add(writer);
          }
        }
      }
    }
    List<String> order = new ArrayList<>();
    while (order.size() < read.size()) {
      String next =
          read.keySet().stream()
              .filter(job -> !order.contains(job))
              .filter(job -> order.containsAll(read.get(job)))
              .findFirst()
              .or(() -> read.keySet().stream().filter(job -> !order.contains(job)).findFirst())
              .orElseThrow();
      order.add(next);
    }
    return order;
  }
}
