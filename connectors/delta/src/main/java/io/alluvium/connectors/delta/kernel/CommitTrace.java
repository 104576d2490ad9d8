package io.alluvium.connectors.delta.kernel;

import java.util.Map;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * One commit of a table's history, and who made it.
 *
 * @param summary what it did
 * @param transactions the numbers that it left of sinks, by the {@code appId}s of its {@code txn}
 *     actions
 * @param token that tells a sink's commit from others with its number; empty where it is not a
 *     sink's
 * @param rollback that took the table back by this commit; empty where it was none
 * @param build the folder of the table in which the contents were built that this commit gave it;
 *     empty where it was none
 */
@Internal
public record CommitTrace(
    CommitSummary summary,
    Map<String, Long> transactions,
    String token,
    Optional<String> rollback,
    Optional<String> build) {

  public CommitTrace {
    transactions = Map.copyOf(transactions);
  }

  public long version() {
    return summary.version();
  }

  /** Whether it is a commit of that sink, and not one that put the sink's number back. */
  public boolean isOf(String sinkId) {
    return !token.isEmpty() && transactions.containsKey(sinkId);
  }

  /** Whether it is the commit of that sink with that number. */
  public boolean isOf(String sinkId, long number) {
    return isOf(sinkId) && transactions.get(sinkId) == number;
  }
}
