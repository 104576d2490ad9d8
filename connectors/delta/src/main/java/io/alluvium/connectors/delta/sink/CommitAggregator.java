package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Makes one commit of what all writers did since the last checkpoint. Runs with parallelism 1.
 *
 * <p>The commit is sent on before the barrier, so that it belongs to the checkpoint. Its number is
 * this operator's own counter, not Flink's checkpoint number, which an older savepoint would use
 * again. At a restore the counter must not be behind the table: where it is, the restored state is
 * older than the table, and going on would double or lose rows.
 */
final class CommitAggregator extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<byte[], byte[]>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private final String sinkId;
  private final String tablePath;
  private final TableDescription description;

  private transient Set<DataFile> added;
  private transient List<DataFile> removed;
  private transient ListState<Long> sequenceState;
  private transient long sequence;

  CommitAggregator(String sinkId, String tablePath, TableDescription description) {
    this.sinkId = sinkId;
    this.tablePath = tablePath;
    this.description = description;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    added = new LinkedHashSet<>();
    removed = new ArrayList<>();
    sequenceState =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("sequence", Types.LONG));
    sequence = 0;
    for (long restored : sequenceState.get()) {
      sequence = Math.max(sequence, restored);
    }
    DeltaTable table = DeltaTable.at(tablePath);
    table.createIfAbsent(description);
    checkNotBehind(new DeltaTableCommitter(table).lastSequence(sinkId), context.isRestored());
    if (!context.isRestored() && !description.primaryKey().isEmpty()) {
      checkEmpty(table);
    }
  }

  /** The index of keys is in the state: without it, each key of the table would be there twice. */
  private void checkEmpty(DeltaTable table) {
    if (!table.snapshot().files().isEmpty()) {
      throw new SuppressRestartsException(
          new DeltaException(
              "Table "
                  + tablePath
                  + " already holds rows, but the job that is to update them by primary key starts"
                  + " without state and does not know their keys. Restore a checkpoint of the job"
                  + " that wrote them, or write to an empty table."));
    }
  }

  private void checkNotBehind(OptionalLong committed, boolean restored) {
    if (committed.isEmpty() || committed.getAsLong() <= sequence) {
      return;
    }
    throw new SuppressRestartsException(
        new DeltaException(
            "Table "
                + tablePath
                + " already holds commit "
                + committed.getAsLong()
                + " of sink '"
                + sinkId
                + "', but the job "
                + (restored
                    ? "was restored from a state that ends at commit " + sequence
                    : "starts without state")
                + ": its rows would be written twice or be lost. Restore the latest checkpoint; or"
                + " restore the table to the version of that commit; or, to append again on"
                + " purpose, give the sink a new 'sink.id'."));
  }

  @Override
  public void processElement(StreamRecord<byte[]> element) throws Exception {
    FileChanges changes = FileChangesSerializer.fromBytes(element.getValue());
    for (DataFile file : changes.removed()) {
      // Where a checkpoint is aborted after its barrier passed a writer but not this operator, two
      // announcements of the writer meet here: what the first added, the second may remove. The
      // table never holds such a file; VACUUM deletes it.
      if (!added.remove(file)) {
        removed.add(file);
      }
    }
    added.addAll(changes.added());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    emitCommit();
  }

  @Override
  public void endInput() throws Exception {
    emitCommit();
  }

  private void emitCommit() throws Exception {
    if (added.isEmpty() && removed.isEmpty()) {
      return;
    }
    sequence++;
    DeltaCommit commit =
        new DeltaCommit(
            sinkId,
            sequence,
            UUID.randomUUID().toString(),
            List.copyOf(added),
            List.copyOf(removed));
    output.collect(
        new StreamRecord<>(DeltaCommittableSerializer.toBytes(new DeltaCommittable(commit))));
    added.clear();
    removed.clear();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    sequenceState.update(List.of(sequence));
  }
}
