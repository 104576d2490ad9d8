package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.CommitActions;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.CommitRangeNotFoundException;
import io.delta.kernel.exceptions.StartVersionNotFoundException;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.utils.CloseableIterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/** Tells what a table's commits did, as far back as the log goes. */
@Internal
public final class CommitHistory {
  private static final Set<DeltaAction> ACTIONS =
      Set.of(
          DeltaAction.COMMITINFO,
          DeltaAction.ADD,
          DeltaAction.REMOVE,
          DeltaAction.METADATA,
          DeltaAction.TXN);

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
          List<CommitSummary> commits =
              new ArrayList<>(available(from, latest).stream().map(CommitTrace::summary).toList());
          Collections.reverse(commits);
          return commits;
        });
  }

  /**
   * The commits between two versions, both inclusive, the oldest first; those that the log no
   * longer holds are left out.
   */
  public List<CommitTrace> traces(long from, long to) {
    return KernelErrors.translated(table.path(), () -> available(from, to));
  }

  private List<CommitTrace> available(long from, long to) {
    try {
      return read(from, to);
    } catch (CommitRangeNotFoundException e) {
      return List.of();
    } catch (StartVersionNotFoundException e) {
      return e.getEarliestAvailableVersion()
          .filter(earliest -> earliest <= to)
          .map(earliest -> read(earliest, to))
          .orElse(List.of());
    }
  }

  private List<CommitTrace> read(long from, long to) {
    List<CommitTrace> commits = new ArrayList<>();
    try (CloseableIterator<CommitActions> range =
        TableManager.loadCommitRange(table.path(), CommitBoundary.atVersion(from))
            .withEndBoundary(CommitBoundary.atVersion(to))
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
    return commits;
  }

  private static CommitTrace summarize(CommitActions commit) throws Exception {
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
    private String token = "";
    private Optional<String> rollback = Optional.empty();
    private Optional<String> build = Optional.empty();
    private final Map<String, Long> transactions = new HashMap<>();

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
        case TXN ->
            transactions.put(text(row, "appId"), row.getLong(row.getSchema().indexOf("version")));
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
      token = LogCommit.tokenOf(writer);
      rollback = OptimisticCommit.rollbackOf(writer);
      build = OptimisticCommit.buildOf(writer);
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

    CommitTrace of(long version, long timestamp) {
      return new CommitTrace(
          new CommitSummary(
              version,
              timestamp,
              operation,
              engine,
              filesAdded,
              filesRemoved,
              rowsAdded,
              rowsRemoved,
              dataChanged,
              metadataChanged),
          transactions,
          token,
          rollback,
          build);
    }
  }
}
