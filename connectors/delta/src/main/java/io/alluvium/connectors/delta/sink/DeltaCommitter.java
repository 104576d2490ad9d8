package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.SinkCommitterMetricGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * Commits to the table, in the order of the commits' numbers, each whole or not at all. A commit
 * that cannot be made fails the job: dropping it would lose rows.
 */
final class DeltaCommitter implements Committer<DeltaCommittable> {
  private final DeltaTableCommitter table;
  private final Counter commits;
  private long lastCommitMillis;

  DeltaCommitter(DeltaTableCommitter table, SinkCommitterMetricGroup metrics) {
    this.table = table;
    this.commits = metrics.counter("commits");
    metrics.gauge("lastCommitDurationMs", (Gauge<Long>) () -> lastCommitMillis);
  }

  @Override
  public void commit(Collection<CommitRequest<DeltaCommittable>> requests) {
    List<CommitRequest<DeltaCommittable>> ordered =
        requests.stream()
            .sorted(
                java.util.Comparator.comparingLong(
                    request -> request.getCommittable().commit().sequence()))
            .toList();
    for (CommitRequest<DeltaCommittable> request : ordered) {
      long start = System.nanoTime();
      if (commit(request)) {
        commits.inc();
      }
      lastCommitMillis = (System.nanoTime() - start) / 1_000_000;
    }
  }

  private boolean commit(CommitRequest<DeltaCommittable> request) {
    try {
      boolean isNew = table.commit(request.getCommittable().commit());
      if (!isNew) {
        request.signalAlreadyCommitted();
      }
      return isNew;
    } catch (DeltaException e) {
      if (e.isPermanent()) {
        // A restart would only meet the same table again.
        throw new SuppressRestartsException(e);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    // Holds nothing open.
  }
}
