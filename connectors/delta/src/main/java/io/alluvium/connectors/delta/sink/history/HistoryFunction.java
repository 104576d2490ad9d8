package io.alluvium.connectors.delta.sink.history;

import io.alluvium.connectors.delta.HistoryDeletes;
import io.alluvium.connectors.delta.sink.PrimaryKeySelector;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/**
 * Follows the changes of rows and gives out the changes of their versions. Keyed by what makes a
 * row the same. All that was observed of a row is kept, so that a change that comes out of order
 * finds its place.
 */
final class HistoryFunction extends KeyedProcessFunction<RowData, RowData, RowData> {
  private static final long serialVersionUID = 1L;
  private static final long MICROS_PER_MILLI = 1_000;

  private final RowType rowType;
  private final HistorySettings settings;
  private final VersionColumns columns;
  private final int updatedAt;

  private transient MapState<Long, RowData> observed;
  private transient MapState<Long, Long> deletedAt;
  private transient RowDataSerializer serializer;
  private transient PrimaryKeySelector checked;

  HistoryFunction(String tablePath, RowType rowType, HistorySettings settings) {
    this.rowType = rowType;
    this.settings = settings;
    this.columns =
        new VersionColumns(
            tablePath, rowType, settings.key(), settings.deletes() == HistoryDeletes.NEW_RECORD);
    this.updatedAt =
        settings.updatedAt() == null
            ? -1
            : VersionColumns.requireTime(tablePath, rowType, settings.updatedAt());
  }

  @Override
  public void open(OpenContext context) {
    observed =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("observed", Types.LONG, InternalTypeInfo.of(rowType)));
    deletedAt =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("deletions", Types.LONG, Types.LONG));
    serializer = new RowDataSerializer(rowType);
    checked = new PrimaryKeySelector(rowType, settings.checkColumns());
  }

  @Override
  public void processElement(RowData change, Context context, Collector<RowData> out)
      throws Exception {
    boolean isDeletion = change.getRowKind() == RowKind.DELETE;
    if (change.getRowKind() == RowKind.UPDATE_BEFORE
        || (isDeletion && settings.deletes() == HistoryDeletes.IGNORE)) {
      return;
    }
    Timeline timeline = read();
    if (isDeletion && timeline.isEmpty()) {
      return;
    }
    NavigableMap<Long, Version> before = versions(timeline);
    long now = context.timerService().currentProcessingTime() * MICROS_PER_MILLI;
    if (isDeletion) {
      long time = updatedAt < 0 ? timeline.lastTime() : time(change);
      timeline.delete(time, now);
      if (observed.contains(time)) {
        deletedAt.put(time, Math.max(time + 1, now));
      }
    } else if (!isKnown(timeline, change)) {
      long time = updatedAt < 0 ? next(timeline, now) : time(change);
      change.setRowKind(RowKind.INSERT);
      RowData row = serializer.toBinaryRow(change).copy();
      timeline.observe(time, row);
      observed.put(time, row);
      deletedAt.remove(time);
    }
    if (settings.bounded()) {
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    } else {
      giveOut(before, versions(timeline), out);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<RowData> out)
      throws Exception {
    giveOut(Collections.emptyNavigableMap(), versions(read()), out);
  }

  /** Without a time of its own, a row that is as the last one tells nothing new. */
  private boolean isKnown(Timeline timeline, RowData row) {
    return updatedAt < 0
        && !timeline.isEmpty()
        && !timeline.endsDeleted()
        && goesOn(timeline.lastRow(), row);
  }

  private static long next(Timeline timeline, long now) {
    return timeline.isEmpty() ? now : Math.max(now, timeline.lastTime() + 1);
  }

  private long time(RowData row) {
    return VersionColumns.micros(row, updatedAt, rowType.getTypeAt(updatedAt));
  }

  private Timeline read() throws Exception {
    Timeline timeline = new Timeline();
    for (Map.Entry<Long, RowData> entry : observed.entries()) {
      timeline.restore(entry.getKey(), entry.getValue(), deletedAt.get(entry.getKey()));
    }
    return timeline;
  }

  private NavigableMap<Long, Version> versions(Timeline timeline) {
    return timeline.versions(this::goesOn, settings.deletes());
  }

  private boolean goesOn(RowData former, RowData row) {
    List<String> columnsToCheck = settings.checkColumns();
    return !columnsToCheck.isEmpty() && checked.getKey(former).equals(checked.getKey(row));
  }

  private void giveOut(
      NavigableMap<Long, Version> before,
      NavigableMap<Long, Version> after,
      Collector<RowData> out) {
    before.forEach(
        (from, version) -> {
          if (!after.containsKey(from)) {
            out.collect(columns.row(version, RowKind.DELETE));
          }
        });
    after.forEach(
        (from, version) -> {
          Version former = before.get(from);
          if (former == null) {
            out.collect(columns.row(version, RowKind.INSERT));
          } else if (!former.equals(version)) {
            out.collect(columns.row(version, RowKind.UPDATE_AFTER));
          }
        });
  }
}
