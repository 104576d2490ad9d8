package io.alluvium.connectors.snowflake;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import javax.annotation.Nullable;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;

/** The operators of a sink, with checkpoints as the test says; of rows (id, ver, val). */
final class SinkUnderTest implements AutoCloseable {
  static final RowType ROW_TYPE =
      RowType.of(
          new LogicalType[] {
            new IntType(false), new BigIntType(), new VarCharType(VarCharType.MAX_LENGTH)
          },
          new String[] {"id", "ver", "val"});

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final KeyedOneInputStreamOperatorTestHarness<RowData, RowData, RowData> coalescer;
  private final OneInputStreamOperatorTestHarness<RowData, RowData> applier;
  private final BatchApplier operator;

  /** What a checkpoint keeps. */
  record Snapshot(long checkpoint, OperatorSubtaskState changes, OperatorSubtaskState batches) {}

  SinkUnderTest(SnowflakeTarget target, @Nullable Snapshot restored) throws Exception {
    ChangeFormat format = target.format();
    coalescer =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new ChangeCoalescer(format, target.schedule()), format.keySelector(), format.keyType());
    coalescer.setup(format.type().toRowSerializer());
    operator = new BatchApplier(target.config(), format.versionColumn(), true);
    applier = new OneInputStreamOperatorTestHarness<>(operator, format.type().toRowSerializer());
    applier.setup(format.type().toRowSerializer());
    if (restored != null) {
      coalescer.initializeState(restored.changes());
      applier.initializeState(restored.batches());
    }
    coalescer.open();
    applier.open();
  }

  static RowData row(RowKind kind, int id, @Nullable Long version, @Nullable String value) {
    return GenericRowData.ofKind(kind, id, version, StringData.fromString(value));
  }

  void change(RowKind kind, int id, @Nullable Long version, @Nullable String value)
      throws Exception {
    coalescer.processElement(new StreamRecord<>(row(kind, id, version, value)));
  }

  void setTime(long millis) throws Exception {
    coalescer.setProcessingTime(millis);
  }

  /** A checkpoint that is written, and of whose completion nobody knows yet. */
  Snapshot checkpoint(long id) throws Exception {
    coalescer.prepareSnapshotPreBarrier(id);
    Queue<Object> passedOn = coalescer.getOutput();
    while (!passedOn.isEmpty()) {
      @SuppressWarnings("unchecked")
      StreamRecord<RowData> change = (StreamRecord<RowData>) passedOn.remove();
      applier.processElement(change);
    }
    applier.prepareSnapshotPreBarrier(id);
    return new Snapshot(id, coalescer.snapshot(id, id), applier.snapshot(id, id));
  }

  void complete(Snapshot snapshot) throws Exception {
    applier.notifyOfCompletedCheckpoint(snapshot.checkpoint());
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
    coalescer.close();
    applier.close();
  }
}
