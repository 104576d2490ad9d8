package io.alluvium.connectors.delta.sink.hold;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/**
 * Keeps the rows of each partition, and gives them out together, before a checkpoint's barrier,
 * once the partition is complete, and again whenever they have changed since: whole each time, and
 * at most once per checkpoint, so that a sink which replaces the partitions that it writes holds
 * each of them whole in every version. Keyed by partition; the second input is broadcast and says
 * how far the rows have come.
 *
 * <p>Rows may come in any order, also late, and be withdrawn: what is given out depends on which
 * rows there are alone. A partition whose last row was withdrawn is given out as one row of kind
 * {@code DELETE} that holds the values of its partition columns.
 *
 * <p>The rows of a complete partition are kept for ever, since a late one would otherwise replace
 * all others.
 */
final class PartitionHold extends AbstractStreamOperator<RowData>
    implements TwoInputStreamOperator<RowData, Long, RowData>, BoundedMultiInput {
  private static final long serialVersionUID = 1L;
  private static final int INPUTS = 2;
  private static final String CHANGED = "changed";

  private final RowType rowType;
  private final TimeOfRow partitionTime;
  private final HoldSettings settings;
  private final int[] partitionPositions;

  private transient RowDataSerializer serializer;
  private transient MapState<RowData, Long> rows;
  private transient ValueState<Long> changedUntil;
  private transient ListState<Long> progressState;
  private transient DuePartitions changed;
  private transient long progress;
  private transient int endedInputs;

  PartitionHold(
      RowType rowType,
      List<String> partitionColumns,
      TimeOfRow partitionTime,
      HoldSettings settings) {
    this.rowType = rowType;
    this.partitionTime = partitionTime;
    this.settings = settings;
    this.partitionPositions = partitionColumns.stream().mapToInt(rowType::getFieldIndex).toArray();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    serializer = new RowDataSerializer(rowType);
    rows =
        context
            .getKeyedStateStore()
            .getMapState(
                new MapStateDescriptor<>("rows", InternalTypeInfo.of(rowType), Types.LONG));
    changedUntil =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>(CHANGED, LongSerializer.INSTANCE));
    progressState =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("progress", LongSerializer.INSTANCE));
    progress = Long.MIN_VALUE;
    for (Long former : progressState.get()) {
      progress = Math.max(progress, former);
    }
    changed = new DuePartitions();
    if (context.isRestored()) {
      restoreChanged();
    }
  }

  private void restoreChanged() throws Exception {
    List<RowData> partitions;
    try (Stream<RowData> keys =
        this.<RowData>getKeyedStateBackend().getKeys(CHANGED, VoidNamespace.INSTANCE)) {
      partitions = keys.toList();
    }
    for (RowData partition : partitions) {
      setCurrentKey(partition);
      changed.changed(partition, changedUntil.value());
    }
  }

  @Override
  public void processElement1(StreamRecord<RowData> element) throws Exception {
    RowData row = element.getValue();
    boolean isWithdrawn =
        row.getRowKind() == RowKind.DELETE || row.getRowKind() == RowKind.UPDATE_BEFORE;
    RowKind kind = row.getRowKind();
    // The kind is one of the bytes by which rows are compared.
    row.setRowKind(RowKind.INSERT);
    BinaryRowData stored = serializer.toBinaryRow(row).copy();
    row.setRowKind(kind);
    Long count = rows.get(stored);
    long next = (count == null ? 0 : count) + (isWithdrawn ? -1 : 1);
    if (next == 0) {
      rows.remove(stored);
    } else {
      rows.put(stored, next);
    }
    if (changedUntil.value() == null) {
      long end = end(stored);
      changedUntil.update(end);
      changed.changed((RowData) getCurrentKey(), end);
    }
  }

  /** A partition without a time is complete at once. */
  private long end(RowData row) {
    Optional<ZonedDateTime> time = partitionTime.of(row);
    Duration delay = settings.delay();
    return time.map(at -> settings.span().end(at).plus(delay).toInstant().toEpochMilli())
        .orElse(Long.MIN_VALUE);
  }

  @Override
  public void processElement2(StreamRecord<Long> element) {
    progress = Math.max(progress, element.getValue());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    giveOut(progress);
  }

  @Override
  public void endInput(int inputId) throws Exception {
    if (++endedInputs == INPUTS) {
      giveOut(Long.MAX_VALUE);
    }
  }

  private void giveOut(long until) throws Exception {
    for (RowData partition : changed.take(until)) {
      setCurrentKey(partition);
      changedUntil.clear();
      boolean isEmpty = true;
      for (var entry : rows.entries()) {
        for (long i = 0; i < entry.getValue(); i++) {
          isEmpty = false;
          output.collect(new StreamRecord<>(entry.getKey()));
        }
      }
      if (isEmpty) {
        output.collect(new StreamRecord<>(emptied(partition)));
      }
    }
  }

  private RowData emptied(RowData partition) {
    GenericRowData row = new GenericRowData(RowKind.DELETE, rowType.getFieldCount());
    for (int i = 0; i < partitionPositions.length; i++) {
      row.setField(
          partitionPositions[i],
          RowData.createFieldGetter(rowType.getTypeAt(partitionPositions[i]), i)
              .getFieldOrNull(partition));
    }
    return row;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    progressState.update(List.of(progress));
  }
}
