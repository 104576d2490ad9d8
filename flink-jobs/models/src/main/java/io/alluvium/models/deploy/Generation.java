package io.alluvium.models.deploy;

import io.alluvium.models.deploy.DeployedModel.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Models that were started together. They are planned as one, and share operators; none is shared
 * between generations, so that each reads its sources from where it was started. The statements
 * stay as they were, also where a model of them has left: then the others are planned as before,
 * and find their state.
 *
 * @param id unique among all generations of all jobs
 * @param models those that still run, by id
 */
public record Generation(
    String id,
    List<KeptStatement> preparation,
    List<KeptStatement> inserts,
    Map<String, DeployedModel> models) {

  public Generation {
    preparation = List.copyOf(preparation);
    inserts = List.copyOf(inserts);
    models = Map.copyOf(models);
  }

  Generation withModels(Map<String, DeployedModel> newModels) {
    return new Generation(id, preparation, inserts, newModels);
  }

  Generation map(UnaryOperator<DeployedModel> change) {
    Map<String, DeployedModel> changed = new LinkedHashMap<>();
    models.forEach((model, deployed) -> changed.put(model, change.apply(deployed)));
    return withModels(changed);
  }

  boolean isBuilding() {
    return models.values().stream().anyMatch(DeployedModel::isComing);
  }

  /** Whether none of it runs yet. */
  boolean isWaiting() {
    return models.values().stream().allMatch(model -> model.phase() == Phase.WAITING);
  }

  /** The statement that writes a model's table; empty where it is more than one. */
  Optional<KeptStatement> insert(String model) {
    List<KeptStatement> own =
        inserts.stream().filter(insert -> model.equals(insert.model())).toList();
    return own.size() == 1 ? Optional.of(own.get(0)) : Optional.empty();
  }

  /** Where a table is built, below its own folder. */
  String buildFolder() {
    return "refresh/" + id;
  }
}
