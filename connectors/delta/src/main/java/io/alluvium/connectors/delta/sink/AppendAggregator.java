package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.CommitTerms;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.Overwrite;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.annotation.Nullable;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.types.logical.RowType;

/**
 * Makes one commit per table of the files that all writers wrote since the last checkpoint. Runs
 * with parallelism 1.
 *
 * <p>The commits are sent on before the barrier, so that they belong to the checkpoint. They are
 * numbered for each table by {@link CommitNumbers}.
 */
final class AppendAggregator extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<byte[], byte[]>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private final SinkIdentity identity;
  @Nullable private final OwnTable ownTable;

  private transient CommitNumbers numbers;
  private transient Map<String, Pending> pending;

  /**
   * The only table of a sink.
   *
   * @param evolving whether commits bring the table the columns that it lacks
   * @param overwrite which rows each commit replaces; null for none
   */
  record OwnTable(
      String path, TableDescription description, boolean evolving, @Nullable Overwrite overwrite)
      implements Serializable {

    /** Whether all is replaced at once, and hence by one commit at the end. */
    boolean isReplaced() {
      return overwrite != null && !overwrite.onlyWritten();
    }
  }

  /** What the next commit of a table holds. */
  private static final class Pending {
    private final List<DataFile> files = new ArrayList<>();
    private final Set<RowType> columns = new LinkedHashSet<>();
    @Nullable private TableDescription description;
  }

  /**
   * @param ownTable null where writers say which tables their files are of
   */
  AppendAggregator(SinkIdentity identity, @Nullable OwnTable ownTable) {
    this.identity = identity;
    this.ownTable = ownTable;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    pending = new LinkedHashMap<>();
    numbers = new CommitNumbers(identity, context);
    if (ownTable != null) {
      numbers.open(ownTable.path(), ownTable.description());
    }
  }

  @Override
  public void processElement(StreamRecord<byte[]> element) throws Exception {
    TableAppend append = TableAppendSerializer.fromBytes(element.getValue());
    Pending table = pending.computeIfAbsent(append.tablePath(), unseen -> new Pending());
    table.files.addAll(append.files());
    if (append.description() != null) {
      table.columns.add(append.description().rowType());
      if (table.description == null) {
        table.description = append.description();
      }
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    if (ownTable != null && ownTable.isReplaced()) {
      throw new SuppressRestartsException(
          new DeltaException(
              "Table "
                  + ownTable.path()
                  + " is to be overwritten at the end of a job, but this job runs in streaming"
                  + " mode. Run it in batch mode ('execution.runtime-mode' = 'batch')."));
    }
    emitCommits();
  }

  @Override
  public void endInput() throws Exception {
    if (ownTable != null && ownTable.isReplaced()) {
      // Also where there is nothing new: what was there is to go.
      pending.computeIfAbsent(ownTable.path(), unseen -> new Pending());
    }
    emitCommits();
  }

  private void emitCommits() throws Exception {
    for (Map.Entry<String, Pending> table : pending.entrySet()) {
      DeltaCommittable committable = committable(table.getKey(), table.getValue());
      output.collect(new StreamRecord<>(DeltaCommittableSerializer.toBytes(committable)));
    }
    pending.clear();
  }

  private DeltaCommittable committable(String path, Pending table) throws Exception {
    DeltaCommit commit =
        new DeltaCommit(
            identity.applicationId(),
            numbers.next(path),
            // A single run that is tried again makes the same commit again.
            identity.singleRun() ? identity.applicationId() : UUID.randomUUID().toString(),
            List.copyOf(table.files),
            List.of());
    if (ownTable == null) {
      return new DeltaCommittable(
          commit,
          new CommitTarget(
              path, table.description, new CommitTerms(null, List.copyOf(table.columns))));
    }
    List<RowType> columns =
        ownTable.evolving() ? List.of(ownTable.description().rowType()) : List.of();
    return new DeltaCommittable(
        commit, new CommitTarget(null, null, new CommitTerms(ownTable.overwrite(), columns)));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    numbers.snapshot();
  }
}
