package io.alluvium.models.deploy;

import io.alluvium.models.ModelException;
import io.alluvium.models.deploy.DeployedModel.Phase;
import io.alluvium.models.deploy.JobHost.HostedJob;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.RestoreMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.FlinkException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job that runs, from its start to its end.
 *
 * <p>Each step is written to the home before it is taken, and can be taken again: whatever fails in
 * between, the next start goes on with it. Nothing of a model's state is left behind unless the
 * model itself is: the uids of the operators that it had are compared with those that it would
 * have.
 */
public final class ModelsRun {
  private static final Logger LOG = LoggerFactory.getLogger(ModelsRun.class);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration REQUESTS_APART = Duration.ofSeconds(1);

  private final JobHost host;
  private final DeployedJobs home;
  private final int parallelism;
  private final Map<String, String> currentStatements;

  private DeployedJob deployed;
  private DefinedModels defined;
  private HostedJob job;
  private Optional<String> restoredFrom = Optional.empty();
  private boolean attached;

  ModelsRun(
      JobHost host,
      DeployedJobs home,
      DeployedJob deployed,
      int parallelism,
      Map<String, String> currentStatements) {
    this.host = host;
    this.home = home;
    this.deployed = deployed;
    this.parallelism = parallelism;
    this.currentStatements = currentStatements;
  }

  public String name() {
    return deployed.job();
  }

  public HostedJob job() {
    return job;
  }

  /** The checkpoint or savepoint that the job went on from. */
  public Optional<String> restoredFrom() {
    return restoredFrom;
  }

  /** Whether tables are built beside those that readers see. */
  public boolean isBuilding() {
    return deployed.isBuilding();
  }

  /** Whether the job ran already, and was left alone. */
  public boolean isAttached() {
    return attached;
  }

  /** Leaves the job alone where it runs. */
  void startOrAttach() throws Exception {
    Optional<HostedJob> runs = running();
    if (runs.isPresent()) {
      deployed = define(environment());
      job = runs.get();
      attached = true;
    } else {
      start();
    }
  }

  /** Starts the job; one that runs is stopped first, and goes on from there. */
  void start() throws Exception {
    StreamExecutionEnvironment environment = environment();
    DeployedJob next = define(environment);
    Optional<HostedJob> runs = running();
    if (runs.isPresent()) {
      next = stop(runs.get(), next);
    } else {
      // Written down, for the cluster that tells of it is not asked again.
      next = stoppedWith().map(next::stopped).orElse(next);
    }
    deployed = next;
    home.write(deployed);
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(deployed.job());
    Path checkpoints = Files.createDirectories(home.checkpoints(deployed));
    graph.setCheckpointStorage(new FileSystemCheckpointStorage(checkpoints.toUri()));
    JobGraph jobGraph = graph.getJobGraph();
    restoredFrom = newest();
    if (restoredFrom.isPresent()) {
      boolean isOurs = !isOfSomebody(restoredFrom.get());
      if (isOurs) {
        Path own = Path.of(URI.create(restoredFrom.get()));
        takenOver().addTo(own);
        ClaimedFiles.nameIn(own);
      }
      jobGraph.setSavepointRestoreSettings(
          SavepointRestoreSettings.forPath(
              restoredFrom.get(),
              // What is left behind is of models that are left, see requireOperators.
              /* allowNonRestoredState= */ true,
              isOurs ? RestoreMode.CLAIM : RestoreMode.NO_CLAIM));
    }
    JobID id = new JobID();
    jobGraph.setJobID(id);
    // Before the job is there: whatever fails behind, the next start finds it.
    deployed = deployed.submitted(host.address().orElse(null), id.toHexString());
    home.write(deployed);
    job = host.submit(jobGraph);
  }

  /** Whether it is the savepoint that the job was taken back to, which stays as it is. */
  private boolean isOfSomebody(String savepoint) {
    return deployed.lastRollback().filter(last -> last.savepoint().equals(savepoint)).isPresent();
  }

  /** A job that cannot be stopped with a savepoint goes on from its newest checkpoint. */
  private DeployedJob stop(HostedJob runs, DeployedJob which) throws Exception {
    try {
      return which.stopped(runs.stopWithSavepoint(home.savepoints(which)));
    } catch (ExecutionException e) {
      LOG.warn("The job {} cannot be stopped with a savepoint, and is cancelled", name(), e);
      runs.cancel();
      return which.submitted(null, "");
    }
  }

  /**
   * Stops the job where it runs, so that it can go on from there. A job that cannot be stopped with
   * a savepoint is ended as it is, and can go on from its newest checkpoint.
   *
   * @return what it can go on from; empty where it has never had a checkpoint
   */
  Optional<String> halt() throws Exception {
    Optional<HostedJob> runs = running();
    if (runs.isPresent()) {
      deployed = stop(runs.get(), deployed);
      home.write(deployed);
    } else {
      Optional<String> stopped = stoppedWith();
      if (stopped.isPresent()) {
        deployed = deployed.stopped(stopped.get());
        home.write(deployed);
      }
    }
    return newest();
  }

  /** The savepoint with which somebody else has stopped the job on a session cluster. */
  private Optional<String> stoppedWith() throws Exception {
    return deployed.cluster() == null
        ? Optional.empty()
        : host.stoppedWith(deployed.cluster(), JobID.fromHexString(deployed.id()));
  }

  /**
   * What the job would go on from, were it started now; it must stand still. Empty where it has
   * never had a checkpoint.
   *
   * @throws ModelException where it runs
   */
  Optional<String> standsAt() throws Exception {
    if (running().isPresent()) {
      throw new ModelException("The job '" + name() + "' runs");
    }
    return stoppedWith().or(this::newest);
  }

  /**
   * Plans the job without starting it.
   *
   * @return the folder of the table that a source operator reads, by the operator's uid
   * @throws ModelException where it is planned otherwise than when it ran
   */
  Map<String, String> sources() throws IOException {
    define(environment());
    return defined.sources();
  }

  /** Whether what runs has had a checkpoint of its own, so that it has committed something. */
  boolean hasCheckpoint() throws Exception {
    return host.newestCheckpoint(home.checkpoints(deployed))
        .map(path -> path.toUri().toString())
        .filter(newest -> !newest.equals(restoredFrom.orElse(null)))
        .isPresent();
  }

  /**
   * Ends the job and starts what ran before, from the newest checkpoint, or from the savepoint
   * where there is none: what goes on in both has lost nothing.
   */
  void goBackTo(List<Generation> former) throws Exception {
    if (!job.status().isGloballyTerminalState()) {
      job.cancel();
    }
    deployed = deployed.withGenerations(former).submitted(null, "");
    home.write(deployed);
    attached = false;
    start();
  }

  private StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(host.configuration());
    environment.setParallelism(parallelism);
    return environment;
  }

  /** The job as it was submitted last, where it runs on a session cluster. */
  private Optional<HostedJob> running() throws Exception {
    if (deployed.cluster() == null) {
      return Optional.empty();
    }
    JobID id = JobID.fromHexString(deployed.id());
    if (host.address().isPresent()) {
      Optional<HostedJob> here = host.running(host.address().get(), id);
      if (here.isPresent()) {
        return here;
      }
    }
    if (host.running(deployed.cluster(), id).isPresent()) {
      throw new ModelException(
          "The job '"
              + deployed.job()
              + "' of this home runs on the session cluster "
              + deployed.cluster()
              + ". Run it there with --cluster "
              + deployed.cluster()
              + ", or end it first: 'alluvium job savepoint --stop --address "
              + deployed.cluster()
              + " "
              + deployed.id()
              + "'");
    }
    return Optional.empty();
  }

  /**
   * The newest of the attempt: a checkpoint, a savepoint that it was stopped with before that could
   * be written down, or the one that it began with.
   */
  private Optional<String> newest() {
    try {
      Optional<Path> checkpoint = host.newestCheckpoint(home.checkpoints(deployed));
      Optional<Path> savepoint = StoppedWith.newestIn(home.savepoints(deployed));
      if (checkpoint.isPresent()
          && savepoint.isPresent()
          && StoppedWith.isOlder(savepoint.get(), checkpoint.get())) {
        savepoint = Optional.empty();
      }
      return savepoint
          .or(() -> checkpoint)
          .map(path -> path.toUri().toString())
          .or(() -> Optional.ofNullable(deployed.savepoint()));
    } catch (Exception e) {
      throw new ModelException(
          "The checkpoints of the job '" + deployed.job() + "' cannot be read: " + e.getMessage(),
          e);
    }
  }

  private DeployedJob define(StreamExecutionEnvironment environment) throws IOException {
    defined = DefinedModels.in(environment, deployed, currentStatements);
    return defined.job();
  }

  /** Where the sources begin whose models go on with what others began. */
  private TakenOverPositions takenOver() {
    Map<String, String> former = new HashMap<>();
    for (Generation generation : deployed.generations()) {
      for (DeployedModel model : generation.models().values()) {
        GenerationPlan.Operators own = defined.of(generation.id(), model);
        if (model.takeover() != null && own != null) {
          own.sources()
              .forEach((uid, table) -> former.put(uid, model.takeover().positions().get(table)));
        }
      }
    }
    return new TakenOverPositions(former);
  }

  /** The sources of the queries that others are to take over, for these. */
  private DeployedModel withPositions(DeployedModel model) {
    if (model.phase() != Phase.WAITING) {
      return model;
    }
    String former = deployed.liveGeneration(model.id()).orElseThrow().id();
    Map<String, String> positions = new HashMap<>();
    defined
        .of(former, model)
        .sources()
        .forEach(
            (uid, table) -> {
              if (positions.put(table, uid) != null) {
                throw new IllegalStateException(model.id() + " reads " + table + " twice");
              }
            });
    return model.takingOver(model.takeover().at(positions));
  }

  /** What the tables of all sources hold now. */
  Targets targets() {
    return Targets.now(defined.sources());
  }

  /**
   * Waits until all that the sources' tables held at the time of the call is in the models' tables.
   *
   * @return false where all is to stop before
   */
  public boolean awaitCaughtUp(Pause pause) throws Exception {
    Targets targets = targets();
    Set<Path> reached = new HashSet<>();
    return awaitCheckpoint(
        pause,
        newest -> {
          if (reached.isEmpty() && targets.reachedBy(SourcePositions.of(newest))) {
            reached.add(newest);
          }
          // What was caught up with is committed before the next checkpoint begins.
          return !reached.isEmpty() && !reached.contains(newest);
        });
  }

  /**
   * Waits until all changes of push models until the newest checkpoint are written to their stores,
   * also to one that keeps them back for a while.
   *
   * @return false where all is to stop before
   */
  public boolean awaitServed(Pause pause) throws Exception {
    return awaitCheckpoint(pause, new UnservedChanges()::areServedBy);
  }

  /** Of a checkpoint that is complete; it may be gone when it is looked at. */
  @FunctionalInterface
  private interface CheckpointCondition {
    boolean isMetBy(Path newest) throws IOException;
  }

  private boolean awaitCheckpoint(Pause pause, CheckpointCondition condition) throws Exception {
    CompletableFuture<?> requested = CompletableFuture.completedFuture(null);
    long lastRequest = System.nanoTime();
    Setbacks setbacks = new Setbacks(job);
    while (true) {
      requireRunning();
      Optional<Path> newest = host.newestCheckpoint(home.checkpoints(deployed));
      if (requested.isDone() && System.nanoTime() - lastRequest > REQUESTS_APART.toNanos()) {
        // A failure is that of a job which is not up yet, or that of the job, seen above.
        requested = job.requestCheckpoint();
        lastRequest = System.nanoTime();
        if (setbacks.areInVain(newest)) {
          throw giveUp();
        }
      }
      if (newest.isPresent() && isMet(condition, newest.get())) {
        return true;
      }
      if (pause.await(TICK)) {
        return false;
      }
    }
  }

  private static boolean isMet(CheckpointCondition condition, Path checkpoint) throws IOException {
    try {
      return condition.isMetBy(checkpoint);
    } catch (FileNotFoundException | NoSuchFileException e) {
      // A newer one has taken its place.
      return false;
    }
  }

  /** Ends the job, unless it ran before this command came: then its store may only be away. */
  private RuntimeException giveUp() throws Exception {
    String reason =
        "It has failed "
            + Setbacks.LIMIT
            + " times in a row without a checkpoint, at last with: "
            + job.lastFailure().orElse("nothing that Flink tells")
            + ". If it is the former query of a model that is mended, let that stop at once with"
            + " --stop-former";
    if (attached) {
      return new ModelException(
          "The job '" + name() + "' does not get on, and is left to go on trying. " + reason);
    }
    job.cancel();
    return new JobEndedException(name(), new FlinkException(reason));
  }

  private void requireRunning() throws Exception {
    if (job.status().isGloballyTerminalState()) {
      throw new JobEndedException(deployed.job(), job.failure().orElse(null));
    }
  }

  /**
   * Stops the job, gives the tables what was built beside them, each in one commit, or the columns
   * that they lack, and starts the job again from where it stopped. To be called when it has caught
   * up.
   */
  public void swap() throws Exception {
    stopToSwap();
    finishSwap();
  }

  /** Stops the job, and notes that its tables are to be swapped. */
  void stopToSwap() throws Exception {
    String savepoint;
    try {
      savepoint = job.stopWithSavepoint(home.savepoints(deployed));
    } catch (ExecutionException e) {
      requireRunning();
      throw new ModelException(
          "The job '"
              + name()
              + "' cannot be stopped to swap its tables: "
              + ExceptionUtils.stripExecutionException(e).getMessage()
              + ". The next 'alluvium models run' goes on with it",
          e);
    }
    deployed = deployed.map(generation -> generation.map(this::withPositions)).swapping(savepoint);
    home.write(deployed);
  }

  void finishSwap() throws Exception {
    deployed = new TableSwap(home, deployed).finish();
    attached = false;
    start();
  }
}
