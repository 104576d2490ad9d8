package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.CommitActions;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.StartVersionNotFoundException;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.utils.CloseableIterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/** Tells what a table's commits did, as far back as the log goes. */
@Internal
public final class CommitHistory {
  private static final Set<DeltaAction> ACTIONS =
      Set.of(DeltaAction.COMMITINFO, DeltaAction.ADD, DeltaAction.REMOVE, DeltaAction.METADATA);

  private final DeltaTable table;

  public CommitHistory(DeltaTable table) {
    this.table = table;
  }

  /** The last {@code limit} commits, the newest first. */
  public List<CommitSummary> latest(int limit) {
    long latest = table.snapshot().version();
    long from = Math.max(0, latest - limit + 1L);
    return KernelErrors.translated(
        table.path(),
        () -> {
          try {
            return read(from);
          } catch (StartVersionNotFoundException e) {
            return e.getEarliestAvailableVersion().map(this::read).orElse(List.of());
          }
        });
  }

  private List<CommitSummary> read(long from) {
    List<CommitSummary> commits = new ArrayList<>();
    try (CloseableIterator<CommitActions> range =
        TableManager.loadCommitRange(table.path(), CommitBoundary.atVersion(from))
            .build(table.engine())
            .getCommitActions(table.engine(), ACTIONS)) {
      while (range.hasNext()) {
        try (CommitActions commit = range.next()) {
          commits.add(summarize(commit));
        }
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Cannot close the reader of the log", e);
    }
    Collections.reverse(commits);
    return commits;
  }

  private static CommitSummary summarize(CommitActions commit) throws Exception {
    Summary summary = new Summary();
    try (CloseableIterator<ColumnarBatch> batches = commit.getActions()) {
      while (batches.hasNext()) {
        ColumnarBatch batch = batches.next();
        try (CloseableIterator<Row> rows = batch.getRows()) {
          while (rows.hasNext()) {
            summary.add(rows.next());
          }
        }
      }
    }
    return summary.of(commit.getVersion(), commit.getTimestamp());
  }

  /** Adds up a commit's actions. */
  private static final class Summary {
    private static final long UNKNOWN = -1;

    private String operation = "";
    private String engine = "";
    private long filesAdded;
    private long filesRemoved;
    private long rowsAdded;
    private long rowsRemoved;
    private boolean dataChanged;
    private boolean metadataChanged;

    void add(Row action) {
      for (DeltaAction kind : ACTIONS) {
        int ordinal = action.getSchema().indexOf(kind.colName);
        if (ordinal >= 0 && !action.isNullAt(ordinal)) {
          add(kind, action.getStruct(ordinal));
        }
      }
    }

    private void add(DeltaAction kind, Row row) {
      switch (kind) {
        case COMMITINFO -> info(row);
        case METADATA -> metadataChanged = true;
        case ADD -> {
          filesAdded++;
          rowsAdded = plus(rowsAdded, ActionRows.fromAdd(row));
          dataChanged |= isDataChange(row);
        }
        case REMOVE -> {
          filesRemoved++;
          rowsRemoved = plus(rowsRemoved, ActionRows.fromRemove(row));
          dataChanged |= isDataChange(row);
        }
        default -> throw new IllegalStateException("not asked for: " + kind);
      }
    }

    private void info(Row row) {
      String writer = text(row, "engineInfo");
      operation = OptimisticCommit.operationOf(writer).orElse(text(row, "operation"));
      // What follows the engine's name is for programs: the operation, and tokens of sinks.
      engine = writer.split(" ", 2)[0];
    }

    private static String text(Row row, String field) {
      int ordinal = row.getSchema().indexOf(field);
      return ordinal < 0 || row.isNullAt(ordinal) ? "" : row.getString(ordinal);
    }

    private static boolean isDataChange(Row row) {
      return row.getBoolean(row.getSchema().indexOf("dataChange"));
    }

    private static long plus(long rows, DataFile file) {
      return rows == UNKNOWN || file.rowCount().isEmpty()
          ? UNKNOWN
          : rows + file.rowCount().getAsLong();
    }

    CommitSummary of(long version, long timestamp) {
      return new CommitSummary(
          version,
          timestamp,
          operation,
          engine,
          filesAdded,
          filesRemoved,
          rowsAdded,
          rowsRemoved,
          dataChanged,
          metadataChanged);
    }
  }
}
