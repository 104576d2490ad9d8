package io.alluvium.cli.models;

import io.alluvium.models.ModelException;
import io.alluvium.models.artifacts.NodeResult;
import io.alluvium.models.artifacts.NodeResult.Status;
import io.alluvium.models.artifacts.RunResults;
import io.alluvium.models.artifacts.Timing;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.SeedNode;
import io.alluvium.models.seed.Seeds;
import java.time.Instant;
import java.util.List;

/** Makes the tables of the selected seeds, and tells what became of each. */
final class SeedRun {
  private final Seeds seeds;
  private final boolean fullRefresh;
  private final Progress progress;

  SeedRun(Seeds seeds, boolean fullRefresh, Progress progress) {
    this.seeds = seeds;
    this.fullRefresh = fullRefresh;
    this.progress = progress;
  }

  static List<SeedNode> seeds(List<Node> selected) {
    return selected.stream().filter(SeedNode.class::isInstance).map(SeedNode.class::cast).toList();
  }

  /**
   * @throws ModelException of the first seed that is wrong
   */
  void run(List<SeedNode> nodes, RunResults results) {
    int number = 0;
    for (SeedNode node : nodes) {
      Instant begun = Instant.now();
      Seeds.Loaded loaded = seeds.load(node, fullRefresh);
      results.add(NodeResult.of(node.id(), Status.SUCCESS, Timing.execute(begun, Instant.now())));
      progress.tell(
          String.format(
              "%d of %d OK %s seed %s.%s (%d rows%s)",
              ++number,
              nodes.size(),
              loaded.version().isPresent() ? "loaded" : "unchanged",
              node.schema(),
              node.table(),
              loaded.rows(),
              loaded.version().isPresent() ? ", version " + loaded.version().getAsLong() : ""));
    }
  }
}
