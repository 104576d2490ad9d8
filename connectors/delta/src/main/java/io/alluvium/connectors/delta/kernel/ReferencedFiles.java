package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.CommitActions;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.internal.DeltaHistoryManager;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.internal.data.StructRow;
import io.delta.kernel.internal.fs.Path;
import io.delta.kernel.internal.replay.ActionWrapper;
import io.delta.kernel.internal.replay.ActionsIterator;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/**
 * The files that a table's log still needs: those of the latest version, and those with which the
 * versions that were current since some time can be read. Data files and deletion vectors alike.
 *
 * <p>The removes of that time are taken from the commits themselves: Kernel leaves those that an
 * older checkpoint held out of a new one. Those that a checkpoint does hold count too, for the
 * commits may have been cleaned up.
 */
@Internal
public final class ReferencedFiles {
  private static final StructType REMOVES =
      new StructType().add(DeltaAction.REMOVE.colName, RemoveFile.FULL_SCHEMA);

  private final DeltaTable table;
  private final TablePaths tablePaths;
  private final Set<String> paths = new HashSet<>();

  private ReferencedFiles(DeltaTable table) {
    this.table = table;
    this.tablePaths = new TablePaths(table.path());
  }

  /**
   * @param since milliseconds since the epoch
   */
  public static ReferencedFiles of(DeltaTable table, long since) {
    ReferencedFiles referenced = new ReferencedFiles(table);
    KernelErrors.translated(
        table.path(),
        () -> {
          KernelSnapshot latest = (KernelSnapshot) table.snapshot();
          latest.files().forEach(referenced::add);
          referenced.addRemovesOfSnapshot(latest, since);
          referenced.addRemovesOfCommits(latest, since);
          return null;
        });
    return referenced;
  }

  private void add(DataFile file) {
    tablePaths.addFiles(file, paths);
  }

  private void addRemovesOfSnapshot(KernelSnapshot latest, long since) {
    try (CloseableIterator<ActionWrapper> batches =
        new ActionsIterator(
            table.engine(),
            latest.kernel().getLogSegment().allLogFilesReversed(),
            REMOVES,
            Optional.empty())) {
      while (batches.hasNext()) {
        ColumnarBatch batch = batches.next().getColumnarBatch();
        ColumnVector removes = batch.getColumnVector(0);
        for (int i = 0; i < batch.getSize(); i++) {
          if (!removes.isNullAt(i)) {
            Row remove = StructRow.fromStructVector(removes, i);
            if (new RemoveFile(remove).getDeletionTimestamp().orElse(Long.MAX_VALUE) >= since) {
              add(ActionRows.fromRemove(remove));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of all commits after the version that was current at that time. */
  private void addRemovesOfCommits(KernelSnapshot latest, long since) {
    if (latest.timestamp() <= since) {
      return;
    }
    long first = firstCommitAfter(latest, since);
    if (first > latest.version()) {
      return;
    }
    try (CloseableIterator<CommitActions> commits =
        TableManager.loadCommitRange(table.path(), CommitBoundary.atVersion(first))
            .build(table.engine())
            .getCommitActions(table.engine(), Set.of(DeltaAction.REMOVE))) {
      while (commits.hasNext()) {
        try (CommitActions commit = commits.next()) {
          addRemoves(commit);
        }
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Cannot close the reader of the log", e);
    }
  }

  private void addRemoves(CommitActions commit) throws Exception {
    try (CloseableIterator<ColumnarBatch> batches = commit.getActions()) {
      while (batches.hasNext()) {
        ColumnarBatch batch = batches.next();
        int remove = batch.getSchema().indexOf(DeltaAction.REMOVE.colName);
        try (CloseableIterator<Row> rows = batch.getRows()) {
          while (rows.hasNext()) {
            Row row = rows.next();
            if (!row.isNullAt(remove)) {
              add(ActionRows.fromRemove(row.getStruct(remove)));
            }
          }
        }
      }
    }
  }

  private long firstCommitAfter(KernelSnapshot latest, long since) {
    Path log = latest.kernel().getLogPath();
    try {
      return DeltaHistoryManager.getVersionBeforeOrAtTimestamp(
              table.engine(), log, since, latest.kernel(), List.of())
          + 1;
    } catch (KernelException e) {
      // The log begins after that time.
      return DeltaHistoryManager.getEarliestDeltaFile(table.engine(), log, Optional.empty());
    }
  }

  /**
   * @param path without scheme and authority, not encoded: {@code /lake/silver/orders/part.parquet}
   */
  public boolean contains(String path) {
    return paths.contains(path);
  }
}
