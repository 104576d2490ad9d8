package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.CommitRebase;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.groups.SinkCommitterMetricGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * Commits to the tables in the order of their paths, for each in the order of its commits' numbers,
 * each whole or not at all. A commit that cannot be made fails the job: dropping it would lose
 * rows.
 */
final class DeltaCommitter implements Committer<DeltaCommittable> {
  private static final Comparator<CommitRequest<DeltaCommittable>> BY_TABLE_AND_SEQUENCE =
      Comparator.<CommitRequest<DeltaCommittable>, String>comparing(
              request -> request.getCommittable().target().tablePath(),
              Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingLong(request -> request.getCommittable().commit().sequence());

  @Nullable private final String ownTable;
  @Nullable private final CommitRebase rebase;
  private final CommitterMetrics metrics;
  private final Map<String, DeltaTableCommitter> tables = new HashMap<>();

  /**
   * @param ownTable path of the sink's table; null where each commit names its own
   * @param rebase adapts commits to those of other writers; null where that cannot be
   */
  DeltaCommitter(
      @Nullable String ownTable, @Nullable CommitRebase rebase, SinkCommitterMetricGroup group) {
    this.ownTable = ownTable;
    this.rebase = rebase;
    this.metrics = new CommitterMetrics(group);
  }

  @Override
  public void commit(Collection<CommitRequest<DeltaCommittable>> requests) {
    List<CommitRequest<DeltaCommittable>> ordered =
        requests.stream().sorted(BY_TABLE_AND_SEQUENCE).toList();
    for (CommitRequest<DeltaCommittable> request : ordered) {
      commit(request);
    }
  }

  private void commit(CommitRequest<DeltaCommittable> request) {
    DeltaCommittable committable = request.getCommittable();
    CommitTarget target = committable.target();
    String path = ownTable == null ? target.tablePath() : ownTable;
    long start = System.nanoTime();
    try {
      DeltaTableCommitter table = tables.computeIfAbsent(path, unseen -> open(unseen, target));
      long conflicts = table.conflicts();
      if (table.commit(committable.commit(), target.terms())) {
        metrics.committed(
            committable.commit(), System.nanoTime() - start, table.conflicts() - conflicts);
      } else {
        request.signalAlreadyCommitted();
      }
    } catch (DeltaException e) {
      if (e.isPermanent()) {
        // A restart would only meet the same table again.
        throw new SuppressRestartsException(e);
      }
      throw e;
    }
  }

  private DeltaTableCommitter open(String path, CommitTarget target) {
    DeltaTable table = DeltaTable.at(path);
    if (target.description() != null) {
      table.createIfAbsent(target.description());
    }
    return rebase == null ? new DeltaTableCommitter(table) : new DeltaTableCommitter(table, rebase);
  }

  @Override
  public void close() {
    tables.values().forEach(DeltaTableCommitter::close);
  }
}
