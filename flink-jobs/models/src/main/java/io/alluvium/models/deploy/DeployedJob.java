package io.alluvium.models.deploy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;

/**
 * What runs of one job, or ran last.
 *
 * @param lake its URI
 * @param attempt counts how often the job was stopped with a savepoint to go on as another; each
 *     has checkpoints of its own
 * @param savepoint that the attempt goes on from where it has no checkpoint yet; null for none
 * @param cluster the address of the session cluster that the job was submitted to; null for one
 *     that has ended with its process
 * @param id of the job on that cluster
 * @param swapping whether the tables that were built are being swapped, while the job stands still
 * @param rollbacks to which savepoints the job was taken back, the last one last
 * @param rollback that is under way; null for none
 */
public record DeployedJob(
    int version,
    String job,
    String lake,
    int attempt,
    @Nullable String savepoint,
    @Nullable String cluster,
    @Nullable String id,
    boolean swapping,
    List<Generation> generations,
    List<RolledBack> rollbacks,
    @Nullable PendingRollback rollback) {
  /** 2 has the cluster, 3 rollbacks. */
  static final int VERSION = 3;

  public DeployedJob {
    generations = List.copyOf(generations);
    rollbacks = rollbacks == null ? List.of() : List.copyOf(rollbacks);
  }

  static DeployedJob first(String job, String lake) {
    return new DeployedJob(
        VERSION, job, lake, 1, null, null, null, false, List.of(), List.of(), null);
  }

  DeployedJob withGenerations(List<Generation> newGenerations) {
    return new DeployedJob(
        VERSION,
        job,
        lake,
        attempt,
        savepoint,
        cluster,
        id,
        swapping,
        newGenerations,
        rollbacks,
        rollback);
  }

  DeployedJob map(UnaryOperator<Generation> change) {
    return withGenerations(generations.stream().map(change).toList());
  }

  /** Stopped with a savepoint, its built tables to be swapped. */
  DeployedJob swapping(String newSavepoint) {
    return new DeployedJob(
        VERSION,
        job,
        lake,
        attempt + 1,
        newSavepoint,
        null,
        null,
        true,
        generations,
        rollbacks,
        null);
  }

  /** Stopped with a savepoint, to go on from it. */
  DeployedJob stopped(String newSavepoint) {
    return new DeployedJob(
        VERSION,
        job,
        lake,
        attempt + 1,
        newSavepoint,
        null,
        null,
        swapping,
        generations,
        rollbacks,
        rollback);
  }

  /** To be submitted; on no cluster that outlives this process where the address is null. */
  DeployedJob submitted(@Nullable String address, String newId) {
    return new DeployedJob(
        VERSION,
        job,
        lake,
        attempt,
        savepoint,
        address,
        address == null ? null : newId,
        swapping,
        generations,
        rollbacks,
        rollback);
  }

  DeployedJob swapped(List<Generation> newGenerations) {
    return new DeployedJob(
        VERSION, job, lake, attempt, savepoint, null, null, false, newGenerations, rollbacks, null);
  }

  /** Without any state to go on from. */
  DeployedJob anew() {
    return new DeployedJob(
        VERSION, job, lake, attempt + 1, null, cluster, id, false, generations, rollbacks, null);
  }

  /** Stopped, its tables to be taken back. */
  DeployedJob rollingBack(PendingRollback pending) {
    return new DeployedJob(
        VERSION, job, lake, attempt, savepoint, null, null, false, generations, rollbacks, pending);
  }

  /** With its tables taken back, to go on from the savepoint. */
  DeployedJob afterRollback() {
    int next = attempt + 1;
    Map<String, Long> from = new HashMap<>();
    Set<String> undone = new HashSet<>();
    for (PendingRollback.Table table : rollback.tables()) {
      from.put(table.model(), table.from());
      if (table.undone()) {
        undone.add(table.model());
      }
    }
    List<RolledBack> all = new ArrayList<>(rollbacks);
    all.add(new RolledBack(rollback.savepoint(), next, from, undone));
    return new DeployedJob(
        VERSION,
        job,
        lake,
        next,
        rollback.savepoint(),
        null,
        null,
        false,
        rollback.generations(),
        all,
        null);
  }

  /** What the job was taken back to last. */
  @JsonIgnore
  Optional<RolledBack> lastRollback() {
    return rollbacks.isEmpty()
        ? Optional.empty()
        : Optional.of(rollbacks.get(rollbacks.size() - 1));
  }

  /** What the ids of the job's sinks end with. */
  String sinkSuffix() {
    return lastRollback().map(last -> "/" + last.attempt()).orElse("");
  }

  @JsonIgnore
  public boolean isBuilding() {
    return generations.stream().anyMatch(Generation::isBuilding);
  }

  @JsonIgnore
  public boolean isEmpty() {
    return generations.isEmpty();
  }

  /** The model as it writes its table. */
  Optional<DeployedModel> live(String model) {
    return deployed(model, false).map(generation -> generation.models().get(model));
  }

  /** The generation in which a model writes its table. */
  Optional<Generation> liveGeneration(String model) {
    return deployed(model, false);
  }

  /** The model as it is built beside its table, or waits to take it over. */
  Optional<DeployedModel> building(String model) {
    return deployed(model, true).map(generation -> generation.models().get(model));
  }

  /** The generation with which the rows of a model's table will have begun, once it is built. */
  Optional<String> generationOf(String model) {
    return rowsOf(model).map(began -> began + undone(model));
  }

  /** As {@link #generationOf}, whatever of the rows was taken back since. */
  Optional<String> rowsOf(String model) {
    return deployed(model, true)
        .or(() -> deployed(model, false))
        .map(
            generation -> {
              Takeover takeover = generation.models().get(model).takeover();
              return takeover == null ? generation.id() : takeover.rowsOf();
            });
  }

  /** Rows that were taken back are others to those who can only read what is added. */
  private String undone(String model) {
    return rollbacks.stream()
        .filter(one -> one.undone().contains(model))
        .reduce((one, later) -> later)
        .map(last -> "/" + last.attempt())
        .orElse("");
  }

  private Optional<Generation> deployed(String model, boolean building) {
    return generations.stream()
        .filter(generation -> generation.models().containsKey(model))
        .filter(generation -> building == generation.models().get(model).isComing())
        .findFirst();
  }
}
