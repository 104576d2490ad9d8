package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.CommitActions;
import io.delta.kernel.CommitRange;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.CommitRangeNotFoundException;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/** Reads a table's log commit by commit. */
@Internal
public final class TableLogReader {
  private static final Set<DeltaAction> ACTIONS =
      Set.of(
          DeltaAction.ADD,
          DeltaAction.REMOVE,
          DeltaAction.METADATA,
          DeltaAction.TXN,
          DeltaAction.COMMITINFO);

  private final DeltaTable table;

  public TableLogReader(DeltaTable table) {
    this.table = table;
  }

  /**
   * The commits after a version, oldest first; empty where there are none, which is found out by
   * looking for one file, without listing the log.
   */
  public List<LogCommit> after(long version) {
    return exists(version + 1) ? range(version + 1, Long.MAX_VALUE) : List.of();
  }

  private boolean exists(long version) {
    String file = String.format("%s/_delta_log/%020d.json", table.path(), version);
    try {
      table.engine().getFileSystemClient().getFileStatus(file);
      return true;
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The commits between two versions, both inclusive, oldest first; none where they are in the
   * wrong order.
   *
   * @throws io.alluvium.connectors.delta.DeltaException where the log no longer holds the first
   */
  public List<LogCommit> range(long first, long last) {
    if (first > last) {
      return List.of();
    }
    // With an end, all of it is there: listed at once.
    Engine engine = last == Long.MAX_VALUE ? table.commitEngine() : table.engine();
    List<LogCommit> commits = new ArrayList<>();
    try {
      var builder = TableManager.loadCommitRange(table.path(), CommitBoundary.atVersion(first));
      if (last != Long.MAX_VALUE) {
        builder = builder.withEndBoundary(CommitBoundary.atVersion(last));
      }
      CommitRange range = builder.build(engine);
      try (CloseableIterator<CommitActions> found = range.getCommitActions(engine, ACTIONS)) {
        while (found.hasNext()) {
          try (CommitActions commit = found.next()) {
            commits.add(read(commit));
          }
        }
      }
    } catch (CommitRangeNotFoundException e) {
      return List.of();
    } catch (RuntimeException e) {
      throw KernelErrors.translate(table.path(), e);
    } catch (Exception e) {
      throw new IllegalStateException("Cannot close the reader of the log", e);
    }
    return commits;
  }

  private static LogCommit read(CommitActions commit) throws Exception {
    List<DataFile> added = new ArrayList<>();
    List<DataFile> removed = new ArrayList<>();
    List<String> sinkIds = new ArrayList<>();
    String engineInfo = "";
    boolean dataChange = false;
    boolean metadata = false;
    try (CloseableIterator<ColumnarBatch> batches = commit.getActions()) {
      while (batches.hasNext()) {
        ColumnarBatch batch = batches.next();
        StructType schema = batch.getSchema();
        int add = schema.indexOf(DeltaAction.ADD.colName);
        int remove = schema.indexOf(DeltaAction.REMOVE.colName);
        int txn = schema.indexOf(DeltaAction.TXN.colName);
        int info = schema.indexOf(DeltaAction.COMMITINFO.colName);
        int metaData = schema.indexOf(DeltaAction.METADATA.colName);
        try (CloseableIterator<Row> rows = batch.getRows()) {
          while (rows.hasNext()) {
            Row row = rows.next();
            if (!row.isNullAt(add)) {
              added.add(ActionRows.fromAdd(row.getStruct(add)));
              dataChange |= isDataChange(row.getStruct(add));
            } else if (!row.isNullAt(remove)) {
              removed.add(ActionRows.fromRemove(row.getStruct(remove)));
              dataChange |= isDataChange(row.getStruct(remove));
            } else if (!row.isNullAt(txn)) {
              Row action = row.getStruct(txn);
              sinkIds.add(action.getString(action.getSchema().indexOf("appId")));
            } else if (!row.isNullAt(info)) {
              engineInfo = engineInfo(row.getStruct(info));
            } else if (!row.isNullAt(metaData)) {
              metadata = true;
            }
          }
        }
      }
    }
    return new LogCommit(
        commit.getVersion(),
        sinkIds,
        LogCommit.tokenOf(engineInfo),
        LogCommit.isRebased(engineInfo),
        added,
        removed,
        dataChange,
        metadata);
  }

  private static boolean isDataChange(Row action) {
    return action.getBoolean(action.getSchema().indexOf("dataChange"));
  }

  private static String engineInfo(Row commitInfo) {
    int position = commitInfo.getSchema().indexOf("engineInfo");
    return commitInfo.isNullAt(position) ? "" : commitInfo.getString(position);
  }
}
