package io.alluvium.connectors.delta.maintenance;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Where a savepoint leaves a sink: which of its commits the rows before the savepoint are in.
 *
 * @param sinkId the {@code appId} of its transactions
 * @param lastCommit the number of the sink's last commit; 0 for none
 * @param pending tokens of the commits that the savepoint itself brings along, by number: the table
 *     may not hold them yet, or may hold others with the same numbers, where the job had failed
 *     right after the savepoint and gone on from before it
 * @param idleUntil the version to take where the sink has never committed: the one that the table
 *     had when another sink took its place, or {@link #LATEST} where none has; empty where that is
 *     not known
 * @param build the folder of the table in which was built what the sink goes on with, where that
 *     was so: a sink that has never committed leaves the table as it was then given
 */
@PublicEvolving
public record SinkPosition(
    String sinkId,
    long lastCommit,
    Map<Long, String> pending,
    OptionalLong idleUntil,
    Optional<String> build) {
  /** Stands for the latest version of a table. */
  public static final long LATEST = Long.MAX_VALUE;

  public SinkPosition {
    pending = Map.copyOf(pending);
  }

  /** The greatest number that the table must hold for this very history. */
  long lastCertain() {
    return pending.keySet().stream().mapToLong(Long::longValue).min().orElse(lastCommit + 1) - 1;
  }
}
