package io.alluvium.models.deploy;

import java.util.Map;
import java.util.Set;

/**
 * That a job was taken back to a savepoint.
 *
 * @param savepoint that it went on from; it is somebody's, and stays as it is
 * @param attempt that began with it. The job's sinks have it in their ids: the numbers of their
 *     commits begin again, so that the log holds no commit of a sink twice
 * @param from the versions that the tables had before, by the ids of their models
 * @param undone ids of the models whose rows were undone
 */
public record RolledBack(
    String savepoint, int attempt, Map<String, Long> from, Set<String> undone) {
  public RolledBack {
    from = Map.copyOf(from);
    undone = Set.copyOf(undone);
  }
}
