package io.alluvium.connectors.delta.source.reader;

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
  private final VersionRows versionRows;
  private final int batchSize;
  private final Deque<TableVersion> commits = new ArrayDeque<>();
  private ChangelogSplit position;
  @Nullable private CloseableIterator<RowData> rows;

  ChangelogScan(ChangelogSplit split, TableLog log, VersionRows versionRows, int batchSize) {
    this.log = log;
    this.versionRows = versionRows;
    this.batchSize = batchSize;
    this.position = split;
  }

  @Override
  public ReadBatch next() throws Exception {
    List<ReadElement> batch = new ArrayList<>(batchSize);
    if (rows == null) {
      rows = open();
    }
    if (rows != null) {
      while (batch.size() < batchSize && rows.hasNext()) {
        batch.add(ReadElement.row(rows.next()));
      }
      if (!rows.hasNext()) {
        close();
        position = ChangelogSplit.commit(position.version() + 1);
        batch.add(ReadElement.next(position));
      }
    }
    return ReadBatch.of(position.splitId(), batch);
  }

  /** The rows of the version that is next; null where there is none yet. */
  @Nullable
  private CloseableIterator<RowData> open() throws Exception {
    CloseableIterator<RowData> opened;
    if (position.phase() == Phase.SNAPSHOT) {
      opened = versionRows.snapshot(log.version(position.version()));
    } else {
      if (commits.isEmpty()) {
        commits.addAll(log.commits(position.version(), COMMITS_AT_ONCE));
      }
      TableVersion commit = commits.poll();
      if (commit == null) {
        return null;
      }
      opened = versionRows.commit(commit);
    }
    for (long skipped = 0; skipped < position.rowsEmitted() && opened.hasNext(); skipped++) {
      opened.next();
    }
    return opened;
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
