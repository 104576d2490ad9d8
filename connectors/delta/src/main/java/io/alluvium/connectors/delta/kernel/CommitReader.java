package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.CommitActions;
import io.delta.kernel.CommitRange;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what commits changed from the log. */
final class CommitReader {
  private static final Set<DeltaAction> DATA_ACTIONS =
      Set.of(DeltaAction.ADD, DeltaAction.REMOVE, DeltaAction.METADATA, DeltaAction.CDC);
  private static final Set<DeltaAction> COMMIT_INFO = Set.of(DeltaAction.COMMITINFO);

  private CommitReader() {}

  static List<TableVersion> read(String table, Engine engine, CommitRange range, int limit) {
    List<TableVersion> versions = new ArrayList<>();
    try (CloseableIterator<CommitActions> commits = range.getCommitActions(engine, DATA_ACTIONS)) {
      while (versions.size() < limit && commits.hasNext()) {
        try (CommitActions commit = commits.next()) {
          versions.add(readCommit(commit));
        }
      }
    } catch (RuntimeException e) {
      throw KernelErrors.isDamagedText(e)
          ? KernelErrors.damagedEntry(
              table, "version " + (range.getStartVersion() + versions.size()), e)
          : e;
    } catch (Exception e) {
      throw new IllegalStateException("Cannot close the reader of the log", e);
    }
    return versions;
  }

  private static TableVersion readCommit(CommitActions commit) throws Exception {
    List<DataFile> added = new ArrayList<>();
    List<DataFile> removed = new ArrayList<>();
    List<DataFile> changeData = new ArrayList<>();
    boolean metadata = false;
    try (CloseableIterator<ColumnarBatch> batches = commit.getActions()) {
      while (batches.hasNext()) {
        ColumnarBatch batch = batches.next();
        StructType schema = batch.getSchema();
        int add = schema.indexOf(DeltaAction.ADD.colName);
        int remove = schema.indexOf(DeltaAction.REMOVE.colName);
        int cdc = schema.indexOf(DeltaAction.CDC.colName);
        int metaData = schema.indexOf(DeltaAction.METADATA.colName);
        try (CloseableIterator<Row> rows = batch.getRows()) {
          while (rows.hasNext()) {
            Row row = rows.next();
            if (!row.isNullAt(add)) {
              addDataChange(row.getStruct(add), true, added);
            } else if (!row.isNullAt(remove)) {
              addDataChange(row.getStruct(remove), false, removed);
            } else if (!row.isNullAt(cdc)) {
              changeData.add(ActionRows.fromChangeData(row.getStruct(cdc)));
            } else if (!row.isNullAt(metaData)) {
              metadata = true;
            }
          }
        }
      }
    }
    return new TableVersion(
        commit.getVersion(), commit.getTimestamp(), added, removed, changeData, metadata);
  }

  private static void addDataChange(Row action, boolean isAdd, List<DataFile> files) {
    if (action.getBoolean(action.getSchema().indexOf("dataChange"))) {
      files.add(isAdd ? ActionRows.fromAdd(action) : ActionRows.fromRemove(action));
    }
  }

  /** Whether one of the commits carries the text in its {@code engineInfo}. */
  static boolean containsEngineInfo(Engine engine, CommitRange range, String text) {
    try (CloseableIterator<CommitActions> commits = range.getCommitActions(engine, COMMIT_INFO)) {
      while (commits.hasNext()) {
        try (CommitActions commit = commits.next();
            CloseableIterator<ColumnarBatch> batches = commit.getActions()) {
          while (batches.hasNext()) {
            if (containsEngineInfo(batches.next(), text)) {
              return true;
            }
          }
        }
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Cannot close the reader of the log", e);
    }
    return false;
  }

  private static boolean containsEngineInfo(ColumnarBatch batch, String text) throws Exception {
    int info = batch.getSchema().indexOf(DeltaAction.COMMITINFO.colName);
    try (CloseableIterator<Row> rows = batch.getRows()) {
      while (rows.hasNext()) {
        Row row = rows.next();
        if (!row.isNullAt(info)) {
          Row commitInfo = row.getStruct(info);
          int engineInfo = commitInfo.getSchema().indexOf("engineInfo");
          if (!commitInfo.isNullAt(engineInfo) && commitInfo.getString(engineInfo).contains(text)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
