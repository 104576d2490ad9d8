package io.alluvium.connectors.snowflake;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;

/** The operator of a sink, with checkpoints as the test says; of rows (id, ver, val). */
final class SinkUnderTest implements AutoCloseable {
  static final RowType ROW_TYPE =
      RowType.of(
          new LogicalType[] {
            new IntType(false), new BigIntType(), new VarCharType(VarCharType.MAX_LENGTH)
          },
          new String[] {"id", "ver", "val"});

  static final int MOST_TASKS = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final OneInputStreamOperatorTestHarness<RowData, RowData> harness;
  private final BatchApplier operator;

  /** What a checkpoint keeps. */
  record Snapshot(long checkpoint, OperatorSubtaskState state) {
    /** How many entries an operator state has. */
    int entries(String name) {
      int entries = 0;
      for (OperatorStateHandle handle : state.getManagedOperatorState()) {
        OperatorStateHandle.StateMetaInfo found = handle.getStateNameToPartitionOffsets().get(name);
        entries += found == null ? 0 : found.getOffsets().length;
      }
      return entries;
    }
  }

  SinkUnderTest(SnowflakeTarget target, @Nullable Snapshot restored) throws Exception {
    this(target, restored == null ? null : restored.state(), 1, 0, BatchApplier.MOST_PENDING);
  }

  /** One task of several. */
  SinkUnderTest(
      SnowflakeTarget target,
      @Nullable OperatorSubtaskState restored,
      int tasks,
      int task,
      int mostPending)
      throws Exception {
    this(target, restored, tasks, task, mostPending, /* endsWithCheckpoint= */ true);
  }

  private SinkUnderTest(
      SnowflakeTarget target,
      @Nullable OperatorSubtaskState restored,
      int tasks,
      int task,
      int mostPending,
      boolean endsWithCheckpoint)
      throws Exception {
    operator =
        new BatchApplier(
            target.config(), target.version(), target.schedule(), endsWithCheckpoint, mostPending);
    harness = new OneInputStreamOperatorTestHarness<>(operator, MOST_TASKS, tasks, task);
    RowDataSerializer rows = new RowDataSerializer(ROW_TYPE);
    harness.setup(rows);
    if (restored != null) {
      harness.initializeState(restored);
    }
    harness.open();
  }

  /** Of a job that has savepoints only. */
  static SinkUnderTest withoutCheckpoints(SnowflakeTarget target) throws Exception {
    return new SinkUnderTest(target, null, 1, 0, BatchApplier.MOST_PENDING, false);
  }

  static RowData row(RowKind kind, int id, @Nullable Long version, @Nullable String value) {
    return GenericRowData.ofKind(kind, id, version, StringData.fromString(value));
  }

  void change(RowKind kind, int id, @Nullable Long version, @Nullable String value)
      throws Exception {
    harness.processElement(new StreamRecord<>(row(kind, id, version, value)));
  }

  void setTime(long millis) throws Exception {
    harness.setProcessingTime(millis);
  }

  /** A checkpoint that is written, and of whose completion nobody knows yet. */
  Snapshot checkpoint(long id) throws Exception {
    harness.prepareSnapshotPreBarrier(id);
    return new Snapshot(id, harness.snapshot(id, id));
  }

  void complete(Snapshot snapshot) throws Exception {
    harness.notifyOfCompletedCheckpoint(snapshot.checkpoint());
  }

  void endInput() throws Exception {
    harness.endInput();
  }

  int batchesWaiting() {
    return operator.batchesWaiting();
  }

  /** Until every batch that was to be applied is. */
  void awaitApplied(Snapshot snapshot) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              complete(snapshot);
              return operator.batchesWaiting() == 0;
            });
  }

  Snapshot checkpointAndApply(long id) throws Exception {
    Snapshot snapshot = checkpoint(id);
    complete(snapshot);
    awaitApplied(snapshot);
    return snapshot;
  }

  /** As when the task is killed. */
  @Override
  public void close() throws Exception {
    harness.close();
  }
}
