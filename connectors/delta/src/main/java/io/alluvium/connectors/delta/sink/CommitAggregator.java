package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.sink.upsert.JobToken;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
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

  private final SinkIdentity identity;
  private final String tablePath;
  private final TableDescription description;
  private final Start start;

  private transient List<FileChanges> announced;
  private transient ListState<Tuple2<String, Long>> sequenceState;
  private transient long sequence;
  private transient ListState<String> generationState;
  private transient String generation;

  CommitAggregator(
      SinkIdentity identity, String tablePath, TableDescription description, Start start) {
    this.identity = identity;
    this.tablePath = tablePath;
    this.description = description;
    this.start = start;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    announced = new ArrayList<>();
    sequenceState =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(
                    SavedCommits.NUMBER, Types.TUPLE(Types.STRING, Types.LONG)));
    sequence = 0;
    for (Tuple2<String, Long> restored : sequenceState.get()) {
      // Another generation of the sink has its own numbers.
      if (restored.f0.equals(identity.applicationId())) {
        sequence = Math.max(sequence, restored.f1);
      }
    }
    generationState =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("generation", Types.STRING));
    generation = start.generation();
    for (String restored : generationState.get()) {
      generation = restored;
    }
    DeltaTable table = DeltaTable.at(tablePath);
    table.createIfAbsent(description);
    OptionalLong committed = new DeltaTableCommitter(table).lastSequence(identity.applicationId());
    if (start.from() == FreshStart.FROM_TABLE && !context.isRestored()) {
      sequence = committed.orElse(0);
      return;
    }
    checkNotBehind(committed, context.isRestored());
    if (!context.isRestored() && start.from() == FreshStart.EMPTY_TABLE) {
      checkEmpty(table);
    }
  }

  /** What a job without state may start from. */
  enum FreshStart {
    /** Any table, unless this sink wrote it: the rows are added to it. */
    NEW_SINK,
    /**
     * The index of keys is in the state: without it, each key of the table would be there twice.
     */
    EMPTY_TABLE,
    /** Any table: the index of keys is made from it. */
    FROM_TABLE
  }

  /**
   * @param generation begins the tokens of a job's commits, and stays the same when the job is
   *     restored; a job without state takes this one
   */
  record Start(FreshStart from, String generation) implements Serializable {}

  private void checkEmpty(DeltaTable table) {
    if (!table.snapshot().files().isEmpty()) {
      throw new SuppressRestartsException(
          new DeltaException(
              "Table "
                  + tablePath
                  + " already holds rows, but the job that is to update them by primary key starts"
                  + " without state and does not know their keys. Restore a checkpoint of the job"
                  + " that wrote them, write to an empty table, or use 'write.mode' ="
                  + " 'merge-on-read', which learns them from the table."));
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
                + identity.applicationId()
                + "', but the job "
                + (restored
                    ? "was restored from a state that ends at commit " + sequence
                    : "starts without state")
                + ": its rows would be written twice or be lost. Restore the latest checkpoint; or"
                + waysOn()));
  }

  private String waysOn() {
    if (start.from() == FreshStart.FROM_TABLE) {
      return " begin a new generation: restore this state with another 'sink.generation', after"
          + " rolling the table back to the version of that commit where what came later is to be"
          + " undone; or start without state, and the keys are learned from the table.";
    }
    return " roll the table back to the version of that commit and rebuild it from there; a"
        + " copy-on-write table has no other way on.";
  }

  @Override
  public void processElement(StreamRecord<byte[]> element) throws Exception {
    announced.add(FileChangesSerializer.fromBytes(element.getValue()));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    emitCommits(checkpointId);
  }

  @Override
  public void endInput() throws Exception {
    emitCommits(FileChanges.END_OF_INPUT);
  }

  /**
   * Moves are a commit of their own, for those who follow the table's changes.
   *
   * <p>Not so after an aborted checkpoint, whose barrier may have passed some writers and not
   * others: what one of them moved for it and another changed since are no two steps any more, but
   * in one commit they are right.
   */
  private void emitCommits(long checkpoint) throws Exception {
    boolean inTwoSteps = announced.stream().allMatch(changes -> changes.checkpoint() == checkpoint);
    NetFiles changed = new NetFiles();
    NetFiles moved = inTwoSteps ? new NetFiles() : changed;
    for (FileChanges changes : announced) {
      changed.apply(changes.added(), changes.removed());
      moved.apply(changes.moved().added(), changes.moved().removed());
    }
    long readVersion =
        announced.stream()
            .mapToLong(FileChanges::readVersion)
            .filter(version -> version != DeltaCommit.UNREAD)
            .min()
            .orElse(DeltaCommit.UNREAD);
    announced.clear();
    emitCommit(checkpoint, changed, true, readVersion);
    if (inTwoSteps) {
      emitCommit(checkpoint, moved, false, readVersion);
    }
  }

  private void emitCommit(long checkpoint, NetFiles files, boolean dataChange, long readVersion)
      throws Exception {
    if (files.isEmpty()) {
      return;
    }
    sequence++;
    DeltaCommit commit =
        new DeltaCommit(
            identity.applicationId(),
            sequence,
            // A single run that is tried again makes the same commit again.
            identity.singleRun() ? identity.applicationId() : JobToken.of(generation, checkpoint),
            files.added(),
            files.removed(),
            dataChange,
            readVersion);
    output.collect(
        new StreamRecord<>(DeltaCommittableSerializer.toBytes(new DeltaCommittable(commit))));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    sequenceState.update(List.of(Tuple2.of(identity.applicationId(), sequence)));
    generationState.update(List.of(generation));
  }
}
