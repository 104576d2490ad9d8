package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.CommitActions;
import io.delta.kernel.CommitRange;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.StartVersionNotFoundException;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.utils.CloseableIterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/** What a table's log tells of a sink. */
@Internal
public final class SinkHistory {
  private static final Set<DeltaAction> TRANSACTIONS = Set.of(DeltaAction.TXN);

  private final DeltaTable table;
  private final String applicationId;

  public SinkHistory(DeltaTable table, String applicationId) {
    this.table = table;
    this.applicationId = applicationId;
  }

  /** The number of the sink's last commit; empty where there is none, or no table. */
  public OptionalLong lastSequence() {
    return table.exists() ? table.latest().transactionVersion(applicationId) : OptionalLong.empty();
  }

  /**
   * The table version that one of the sink's commits made: for number 0 the one before its first.
   * Empty where the log is cleaned up as far back. Reads the whole log.
   */
  public Optional<Long> versionOf(long sequence) {
    long before = -1;
    try {
      CommitRange range =
          TableManager.loadCommitRange(table.path(), CommitBoundary.atVersion(0))
              .build(table.engine());
      try (CloseableIterator<CommitActions> commits =
          range.getCommitActions(table.engine(), TRANSACTIONS)) {
        while (commits.hasNext()) {
          try (CommitActions commit = commits.next()) {
            OptionalLong found = sequenceOf(commit);
            if (found.isPresent() && found.getAsLong() > sequence) {
              return before < 0 ? Optional.empty() : Optional.of(before);
            }
            before = commit.getVersion();
          }
        }
      }
      return Optional.empty();
    } catch (StartVersionNotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw KernelErrors.translate(table.path(), e);
    } catch (Exception e) {
      throw new IllegalStateException("Cannot close the reader of the log", e);
    }
  }

  private OptionalLong sequenceOf(CommitActions commit) throws Exception {
    try (CloseableIterator<ColumnarBatch> batches = commit.getActions()) {
      while (batches.hasNext()) {
        ColumnarBatch batch = batches.next();
        int ordinal = batch.getSchema().indexOf(DeltaAction.TXN.colName);
        try (CloseableIterator<Row> rows = batch.getRows()) {
          while (rows.hasNext()) {
            Row row = rows.next();
            if (!row.isNullAt(ordinal)) {
              Row action = row.getStruct(ordinal);
              if (action.getString(action.getSchema().indexOf("appId")).equals(applicationId)) {
                return OptionalLong.of(action.getLong(action.getSchema().indexOf("version")));
              }
            }
          }
        }
      }
    }
    return OptionalLong.empty();
  }
}
