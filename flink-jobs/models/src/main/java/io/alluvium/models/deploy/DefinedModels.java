package io.alluvium.models.deploy;

import io.alluvium.models.ModelException;
import io.alluvium.models.run.OperatorUids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;

/**
 * A job of models whose operators have been added to an environment.
 *
 * @param job knows the operators
 * @param operators by the ids of a generation and of a model of it
 */
record DefinedModels(DeployedJob job, Map<String, GenerationPlan.Operators> operators) {
  DefinedModels {
    operators = Map.copyOf(operators);
  }

  /**
   * Adds all that runs of a job.
   *
   * @param currentStatements by the id of a model that writes to a store, the statement that makes
   *     its table
   * @throws ModelException where a model is planned otherwise than when it was started
   */
  static DefinedModels in(
      StreamExecutionEnvironment environment,
      DeployedJob job,
      Map<String, String> currentStatements)
      throws IOException {
    LakeTables lake = new LakeTables(job.lake());
    Map<String, GenerationPlan.Operators> operators = new HashMap<>();
    Path scratch = Files.createTempDirectory("alluvium-models");
    try {
      List<Generation> defined = new ArrayList<>();
      for (Generation generation : job.generations()) {
        if (generation.isWaiting()) {
          defined.add(generation);
          continue;
        }
        Map<String, GenerationPlan.Operators> found =
            new GenerationPlan(
                    generation,
                    lake,
                    scratch.toUri().toString(),
                    currentStatements,
                    job.sinkSuffix())
                .addTo(environment);
        defined.add(
            generation.map(
                model -> {
                  GenerationPlan.Operators own = found.get(model.id());
                  requireOperators(model, own);
                  operators.put(key(generation.id(), model), own);
                  return model.withOperators(own.uids());
                }));
      }
      return new DefinedModels(job.withGenerations(defined), operators);
    } finally {
      FileUtils.deleteDirectory(scratch.toFile());
    }
  }

  private static String key(String generation, DeployedModel model) {
    return generation + model.id();
  }

  /**
   * The state of an operator is found by its uid: where one is missing, totals would begin anew.
   */
  private static void requireOperators(DeployedModel model, GenerationPlan.Operators own) {
    Set<String> missing = new HashSet<>(model.operators());
    own.uids().forEach(missing::remove);
    missing.removeIf(OperatorUids::isStateless);
    if (!missing.isEmpty()) {
      throw new ModelException(
          model.file()
              + ", line 1: the model did not change, but is planned otherwise than when it was"
              + " started, by another release or because a table that it reads has changed: its"
              + " state would be lost. Build it anew: 'alluvium models run --full-refresh --select "
              + Outputs.owner(model.id()).replaceFirst(".*\\.", "")
              + "'");
    }
  }

  /** The operators of a model of a generation; null where it waits. */
  GenerationPlan.Operators of(String generation, DeployedModel model) {
    return operators.get(key(generation, model));
  }

  /** The folder of the table that a source operator reads, by the operator's uid. */
  Map<String, String> sources() {
    Map<String, String> sources = new HashMap<>();
    operators.values().forEach(own -> sources.putAll(own.sources()));
    return sources;
  }
}
