package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.kernel.CommitSummary;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;

/**
 * How a table gets back to what it was at a savepoint.
 *
 * @param table its path
 * @param from the version that it has
 * @param to the version that belongs to the savepoint: the last before the first commit that the
 *     savepoint does not know. The same as {@code from} where there is nothing to undo
 * @param undone the commits in between, oldest first
 * @param others those of them that changed rows and are not of the job
 * @param filesAdded files that become active again, or get their old deletion vector again
 * @param filesRemoved files that cease to be active, or lose their deletion vector
 */
@PublicEvolving
public record RollbackPlan(
    String table,
    long from,
    long to,
    List<CommitSummary> undone,
    List<CommitSummary> others,
    long filesAdded,
    long filesRemoved) {
  private static final long UNKNOWN = -1;

  public RollbackPlan {
    undone = List.copyOf(undone);
    others = List.copyOf(others);
  }

  public boolean isNothing() {
    return from == to;
  }

  /** Rows that the undone commits added, each time that they did; -1 where the log does not say. */
  public long rowsAdded() {
    return sum(
        undone.stream().filter(CommitSummary::dataChanged).map(CommitSummary::rowsAdded).toList());
  }

  /** Rows that the undone commits took away; -1 where the log does not say. */
  public long rowsRemoved() {
    return sum(
        undone.stream()
            .filter(CommitSummary::dataChanged)
            .map(CommitSummary::rowsRemoved)
            .toList());
  }

  /** Whether one of the undone commits changed the table's schema or properties. */
  public boolean changesMetadata() {
    return undone.stream().anyMatch(CommitSummary::metadataChanged);
  }

  private static long sum(List<Long> rows) {
    return rows.contains(UNKNOWN) ? UNKNOWN : rows.stream().mapToLong(Long::longValue).sum();
  }
}
