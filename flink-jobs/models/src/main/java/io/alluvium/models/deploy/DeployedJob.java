package io.alluvium.models.deploy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Optional;
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
    List<Generation> generations) {
  /** 2 has the cluster. */
  static final int VERSION = 2;

  public DeployedJob {
    generations = List.copyOf(generations);
  }

  static DeployedJob first(String job, String lake) {
    return new DeployedJob(VERSION, job, lake, 1, null, null, null, false, List.of());
  }

  DeployedJob withGenerations(List<Generation> newGenerations) {
    return new DeployedJob(
        VERSION, job, lake, attempt, savepoint, cluster, id, swapping, newGenerations);
  }

  DeployedJob map(UnaryOperator<Generation> change) {
    return withGenerations(generations.stream().map(change).toList());
  }

  /** Stopped with a savepoint, its built tables to be swapped. */
  DeployedJob swapping(String newSavepoint) {
    return new DeployedJob(
        VERSION, job, lake, attempt + 1, newSavepoint, null, null, true, generations);
  }

  /** Stopped with a savepoint, to go on from it. */
  DeployedJob stopped(String newSavepoint) {
    return new DeployedJob(
        VERSION, job, lake, attempt + 1, newSavepoint, null, null, swapping, generations);
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
        generations);
  }

  DeployedJob swapped(List<Generation> newGenerations) {
    return new DeployedJob(
        VERSION, job, lake, attempt, savepoint, null, null, false, newGenerations);
  }

  /** Without any state to go on from. */
  DeployedJob anew() {
    return new DeployedJob(VERSION, job, lake, attempt + 1, null, cluster, id, false, generations);
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
    return deployed(model, true)
        .or(() -> deployed(model, false))
        .map(
            generation -> {
              Takeover takeover = generation.models().get(model).takeover();
              return takeover == null ? generation.id() : takeover.rowsOf();
            });
  }

  private Optional<Generation> deployed(String model, boolean building) {
    return generations.stream()
        .filter(generation -> generation.models().containsKey(model))
        .filter(generation -> building == generation.models().get(model).isComing())
        .findFirst();
  }
}
