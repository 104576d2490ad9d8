package io.alluvium.models.deploy;

import io.alluvium.models.ModelException;
import io.alluvium.models.deploy.DeployedModel.Phase;
import io.alluvium.models.deploy.ProjectRun.Planned;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes back a change of a job that runs. What ran before still runs beside what is being built, so
 * it goes on from where it is, and nothing is lost.
 */
final class GoingBack {
  private final Planned planned;
  private final DeployedJob before;
  private final LakeTables lake;

  GoingBack(Planned planned, DeployedJob before, LakeTables lake) {
    this.planned = planned;
    this.before = before;
    this.lake = lake;
  }

  /**
   * @throws ModelException where a model that the change has left out cannot go on
   */
  void from(ModelsRun run) throws Exception {
    List<String> left = left();
    if (!left.isEmpty() && run.hasCheckpoint()) {
      throw new ModelException(
          "The job '"
              + planned.job()
              + "' cannot go back by itself: since it was changed it has a checkpoint, which has no"
              + " state of "
              + String.join(", ", left)
              + ". Undo the change of the models and run 'alluvium models run': they are built"
              + " anew");
    }
    run.goBackTo(before.generations());
    Set<String> known =
        before.generations().stream().map(Generation::id).collect(Collectors.toSet());
    for (Generation generation : planned.next().generations()) {
      if (!known.contains(generation.id())) {
        generation.models().values().stream()
            .filter(model -> model.phase() == Phase.BUILDING)
            .forEach(model -> lake.discardBuild(model, generation));
      }
    }
  }

  /** The folders of the models that ran before and do not any more. */
  private List<String> left() {
    return before.generations().stream()
        .flatMap(
            generation ->
                generation.models().values().stream()
                    .filter(model -> Outputs.isOfModel(model.id()) && !runs(model, generation)))
        .map(DeployedModel::folder)
        .toList();
  }

  private boolean runs(DeployedModel model, Generation generation) {
    return planned.next().generations().stream()
        .anyMatch(
            next -> next.id().equals(generation.id()) && next.models().containsKey(model.id()));
  }
}
