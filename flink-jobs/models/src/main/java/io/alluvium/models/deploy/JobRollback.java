package io.alluvium.models.deploy;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.maintenance.SinkPosition;
import io.alluvium.connectors.delta.maintenance.TableMaintenance;
import io.alluvium.models.ModelException;
import io.alluvium.models.deploy.DeployedModel.Phase;
import io.alluvium.models.deploy.DeployedModel.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Takes a job and all tables that it writes back to a savepoint.
 *
 * <p>The tables are taken back while the job stands still. What is to be done is written to the
 * home before, so that it can be finished whenever it was interrupted, by whatever starts the job.
 */
final class JobRollback {
  private final DeployedJobs home;
  private final DeployedJob job;
  private final LakeTables lake;

  JobRollback(DeployedJobs home, DeployedJob job) {
    this.home = home;
    this.job = job;
    this.lake = new LakeTables(job.lake());
  }

  /** What ran, and which versions its tables had. Changes nothing. */
  record Found(List<Generation> generations, List<PlannedRollback.Table> tables) {}

  /**
   * @throws ModelException where the savepoint is not of this job
   * @throws io.alluvium.connectors.delta.DeltaException where a table cannot be taken back
   */
  Found find(String path) {
    JobSavepoint savepoint = JobSavepoint.read(path);
    DeployedJob ran =
        home.history(job.job()).stream()
            .filter(savepoint::isOf)
            .findFirst()
            .orElseThrow(
                () ->
                    new ModelException(
                        "The savepoint "
                            + path
                            + " is not of the job '"
                            + job.job()
                            + "' of this home as it runs or ran here"));
    List<Generation> generations = withoutBuilds(ran);
    List<PlannedRollback.Table> tables = new ArrayList<>();
    for (Generation generation : generations) {
      for (DeployedModel model : generation.models().values()) {
        if (model.target() != Target.STORE) {
          tables.add(table(savepoint, generation, model));
        }
      }
    }
    tables.sort(Comparator.comparing(PlannedRollback.Table::name));
    return new Found(generations, tables);
  }

  /** What was being built then is given up: it is built anew when the project is run. */
  private static List<Generation> withoutBuilds(DeployedJob ran) {
    List<Generation> generations = new ArrayList<>();
    for (Generation generation : ran.generations()) {
      Map<String, DeployedModel> live =
          generation.models().entrySet().stream()
              .filter(
                  model ->
                      !generation.models().get(Outputs.owner(model.getKey())).isComing()
                          && !model.getValue().isComing())
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      if (!live.isEmpty()) {
        generations.add(generation.withModels(live));
      }
    }
    return generations;
  }

  private PlannedRollback.Table table(
      JobSavepoint savepoint, Generation generation, DeployedModel model) {
    String path = lake.path(model);
    if (!DeltaTable.at(path).exists()) {
      throw new ModelException(
          "The table " + path + " is not there any more, so that it cannot be taken back");
    }
    String sink = savepoint.sink(model, generation).orElseThrow();
    SinkPosition position =
        savepoint.position(
            sink, model, idleUntil(sink, generation, model), generation.buildFolder());
    return new PlannedRollback.Table(
        model.id(),
        model.schema() + "." + model.table(),
        TableMaintenance.of(path).planRollback(position, GenerationPlan.sinksOf(model)));
  }

  /** The version that a sink which never committed has left its table at. */
  private OptionalLong idleUntil(String sink, Generation generation, DeployedModel model) {
    String begin = GenerationPlan.sinkId(model, generation);
    int attempt = sink.equals(begin) ? 0 : Integer.parseInt(sink.substring(begin.length() + 1));
    Optional<Long> replacedAt =
        job.rollbacks().stream()
            .filter(rollback -> rollback.attempt() > attempt)
            .flatMap(rollback -> Optional.ofNullable(rollback.from().get(model.id())).stream())
            .findFirst();
    if (replacedAt.isPresent()) {
      return OptionalLong.of(replacedAt.get());
    }
    boolean writesNow =
        job.liveGeneration(model.id())
            .filter(live -> live.id().equals(generation.id()))
            .isPresent();
    return writesNow ? OptionalLong.of(SinkPosition.LATEST) : OptionalLong.empty();
  }

  /** Writes down that the job, which stands still, and its tables are to be taken back. */
  DeployedJob begin(String savepoint, Found found) {
    List<PendingRollback.Table> tables =
        found.tables().stream()
            .map(
                table ->
                    new PendingRollback.Table(
                        table.model(),
                        table.plan().table(),
                        table.plan().from(),
                        table.plan().to(),
                        !table.plan().isNothing() || wasUndone(table.model())))
            .toList();
    DeployedJob begun =
        job.rollingBack(
            new PendingRollback(
                UUID.randomUUID().toString(), savepoint, tables, found.generations()));
    home.write(begun);
    return begun;
  }

  private boolean wasUndone(String model) {
    return job.rollback() != null && job.rollback().undoes(model);
  }

  /** Takes the tables back. Can be repeated whenever it was interrupted. */
  DeployedJob finish() {
    for (PendingRollback.Table table : job.rollback().tables()) {
      TableMaintenance.of(table.path()).rollBack(table.from(), table.to(), job.rollback().id());
    }
    DeployedJob next = job.afterRollback();
    home.write(next);
    Set<String> kept = next.generations().stream().map(Generation::id).collect(Collectors.toSet());
    for (Generation generation : job.generations()) {
      generation.models().values().stream()
          .filter(model -> model.phase() == Phase.BUILDING)
          .filter(model -> !kept.contains(generation.id()))
          .forEach(model -> lake.discardBuild(model, generation));
    }
    return next;
  }
}
