package io.alluvium.models.deploy;

import io.alluvium.models.deploy.DeployedModel.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives tables what was built beside them, or the columns that their queries have more than before,
 * while their job stands still. It can be repeated from the start whenever it was interrupted.
 */
final class TableSwap {
  private final DeployedJobs home;
  private final DeployedJob stopped;
  private final LakeTables lake;

  /**
   * @param stopped the job, marked as {@link DeployedJob#swapping}
   */
  TableSwap(DeployedJobs home, DeployedJob stopped) {
    this.home = home;
    this.stopped = stopped;
    this.lake = new LakeTables(stopped.lake());
  }

  /** What is to run from now on. */
  DeployedJob finish() {
    Set<String> built = new HashSet<>();
    for (Generation generation : stopped.generations()) {
      for (DeployedModel model : building(generation)) {
        lake.swap(model, generation);
        if (Outputs.isOfModel(model.id())) {
          built.add(model.id());
        }
      }
      for (DeployedModel model : generation.models().values()) {
        if (model.phase() == Phase.WAITING) {
          lake.addColumns(model);
          built.add(model.id());
        }
      }
    }
    List<Generation> generations = new ArrayList<>();
    for (Generation generation : stopped.generations()) {
      Map<String, DeployedModel> models = new LinkedHashMap<>();
      for (DeployedModel model : generation.models().values()) {
        if (model.phase() == Phase.BUILDING) {
          models.put(model.id(), swapped(model, generation));
        } else if (model.phase() == Phase.WAITING) {
          models.put(model.id(), model.in(Phase.LIVE));
        } else if (!built.contains(Outputs.owner(model.id())) || isBuilt(model, generation)) {
          models.put(model.id(), model);
        }
      }
      if (!models.isEmpty()) {
        generations.add(generation.withModels(models));
      }
    }
    DeployedJob swapped = stopped.swapped(generations);
    home.write(swapped);
    for (Generation generation : stopped.generations()) {
      building(generation).forEach(model -> lake.forgetBuild(model, generation));
    }
    return swapped;
  }

  /** Whether it is an output, without a table, of a model that is built there. */
  private static boolean isBuilt(DeployedModel output, Generation generation) {
    DeployedModel model = generation.models().get(Outputs.owner(output.id()));
    return model != null && model.phase() == Phase.BUILDING;
  }

  private static List<DeployedModel> building(Generation generation) {
    return generation.models().values().stream()
        .filter(model -> model.phase() == Phase.BUILDING)
        .toList();
  }

  private static DeployedModel swapped(DeployedModel model, Generation generation) {
    return model
        .in(Phase.SWAPPED)
        .withOperators(
            model.operators().stream()
                .filter(uid -> !uid.startsWith(generation.id() + "/building/"))
                .toList());
  }
}
