package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.TableVersion;
import io.alluvium.connectors.delta.source.scan.TableLog;
import io.alluvium.connectors.delta.source.split.ChangelogSplit;
import io.alluvium.connectors.delta.source.split.ChangelogSplit.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;

/**
 * Follows the changes of a table, version by version. Every version's rows come in the same order
 * each time, so that after a failure those that were emitted already are counted off.
 */
final class ChangelogScan implements SplitScan {
  private static final int COMMITS_AT_ONCE = 100;

  private final TableLog log;
  private final VersionChanges changes;
  private final ReadProgress progress;
  private final int batchSize;
  private final Deque<TableVersion> commits = new ArrayDeque<>();
  private ChangelogSplit position;
  @Nullable private CloseableIterator<RowData> rows;

  ChangelogScan(
      ChangelogSplit split,
      TableLog log,
      VersionChanges changes,
      ReadProgress progress,
      int batchSize) {
    this.log = log;
    this.changes = changes;
    this.progress = progress;
    this.batchSize = batchSize;
    this.position = split;
  }

  @Override
  public ReadBatch next() throws Exception {
    if (rows == null) {
      rows = open();
    }
    if (rows == null) {
      return ReadBatch.nothingYet(position.splitId());
    }
    List<RowData> batch = new ArrayList<>(batchSize);
    while (batch.size() < batchSize && rows.hasNext()) {
      batch.add(rows.next());
    }
    ChangelogSplit next = null;
    if (!rows.hasNext()) {
      close();
      position = ChangelogSplit.commit(position.version() + 1);
      next = position;
    }
    return ReadBatch.of(position.splitId(), batch, next);
  }

  /** The rows of the version that is next; null where there is none yet. */
  @Nullable
  private CloseableIterator<RowData> open() throws Exception {
    if (position.phase() == Phase.SNAPSHOT) {
      DeltaSnapshot snapshot = log.version(position.version());
      progress.reading(snapshot.timestamp(), 0);
      return changes.ofSnapshot(snapshot, position.rowsEmitted());
    }
    if (commits.isEmpty()) {
      commits.addAll(log.commits(position.version(), COMMITS_AT_ONCE));
    }
    TableVersion commit = commits.poll();
    if (commit == null) {
      progress.caughtUp();
      return null;
    }
    progress.reading(commit.timestamp(), commits.size() + 1L);
    return changes.ofCommit(commit, position.rowsEmitted());
  }

  @Override
  public void close() throws Exception {
    CloseableIterator<RowData> open = rows;
    rows = null;
    if (open != null) {
      open.close();
    }
  }
}
