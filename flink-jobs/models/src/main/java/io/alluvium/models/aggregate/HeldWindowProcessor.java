package io.alluvium.models.aggregate;

import static java.util.Comparator.comparingLong;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.dataview.PerWindowStateDataViewStore;
import org.apache.flink.table.runtime.generated.GeneratedNamespaceAggsHandleFunction;
import org.apache.flink.table.runtime.generated.NamespaceAggsHandleFunction;
import org.apache.flink.table.runtime.operators.aggregate.window.processors.AbstractWindowAggProcessor;
import org.apache.flink.table.runtime.operators.window.tvf.common.WindowTimerService;
import org.apache.flink.table.runtime.operators.window.tvf.slicing.SliceUnsharedAssigner;
import org.apache.flink.table.runtime.operators.window.tvf.slicing.SlicingWindowProcessor;
import org.apache.flink.table.runtime.operators.window.tvf.slicing.SlicingWindowTimerServiceImpl;
import org.apache.flink.table.runtime.typeutils.AbstractRowDataSerializer;
import org.apache.flink.table.runtime.util.TimeWindowUtil;

/**
 * Windows of event time that are made of accumulators which come through the exchange. Those that
 * the watermark ends are given from memory: state is only written with a checkpoint, or when there
 * are too many groups, and only read where a window has some. Flink's own writes all that it has to
 * state, also of windows that are not over yet, sets a timer for each group, and reads it all again
 * when the timers fire, each time that any window ends.
 *
 * <p>State and timers are those of Flink's own, so that a job may be restored with either.
 */
final class HeldWindowProcessor extends AbstractWindowAggProcessor<Long>
    implements SlicingWindowProcessor<Long> {
  private static final long serialVersionUID = 1L;

  private final SliceUnsharedAssigner windows;
  private final GeneratedNamespaceAggsHandleFunction<Long> genOfRows;
  private final GeneratedNamespaceAggsHandleFunction<Long> genOfState;
  private final int most;
  private final long mostBytes;

  private transient AbstractRowDataSerializer<RowData> accumulatorRows;
  private transient NamespaceAggsHandleFunction<Long> ofRows;
  private transient NamespaceAggsHandleFunction<Long> ofState;

  /** What state does not have yet: accumulators by key, by the end of the window. */
  private transient Map<Long, Map<BinaryRowData, BinaryRowData>> held;

  private transient int groups;
  private transient long bytes;

  /** The ends of windows of which state and timers have groups. */
  private transient Set<Long> inState;

  /**
   * @param genOfRows merges the accumulators of rows, which stand behind the key
   * @param genOfState merges accumulators alone
   * @param most groups in memory
   * @param mostBytes that their keys and accumulators have
   */
  HeldWindowProcessor(
      GeneratedNamespaceAggsHandleFunction<Long> genAggsHandler,
      SliceUnsharedAssigner windows,
      TypeSerializer<RowData> accumulators,
      ZoneId zone,
      GeneratedNamespaceAggsHandleFunction<Long> genOfRows,
      GeneratedNamespaceAggsHandleFunction<Long> genOfState,
      int most,
      long mostBytes) {
    super(
        genAggsHandler, windows, accumulators, /* isEventTime= */ true, /* countStar= */ -1, zone);
    this.windows = windows;
    this.genOfRows = genOfRows;
    this.genOfState = genOfState;
    this.most = most;
    this.mostBytes = mostBytes;
  }

  @Override
  public void open(Context<Long> context) throws Exception {
    super.open(context);
    accumulatorRows = (AbstractRowDataSerializer<RowData>) accSerializer;
    ofRows = open(genOfRows);
    ofState = open(genOfState);
    held = new HashMap<>();
    groups = 0;
    bytes = 0;
    inState = new HashSet<>();
    ctx.getTimerService().forEachEventTimeTimer((window, time) -> inState.add(window));
  }

  private NamespaceAggsHandleFunction<Long> open(
      GeneratedNamespaceAggsHandleFunction<Long> generated) throws Exception {
    NamespaceAggsHandleFunction<Long> function =
        generated.newInstance(ctx.getRuntimeContext().getUserCodeClassLoader());
    function.open(
        new PerWindowStateDataViewStore(
            ctx.getKeyedStateBackend(), LongSerializer.INSTANCE, ctx.getRuntimeContext()));
    return function;
  }

  @Override
  protected WindowTimerService<Long> getWindowTimerService() {
    return new SlicingWindowTimerServiceImpl(ctx.getTimerService(), shiftTimeZone);
  }

  @Override
  public TypeSerializer<Long> createWindowSerializer() {
    return LongSerializer.INSTANCE;
  }

  @Override
  public boolean processElement(RowData key, RowData row) throws Exception {
    long window = windows.assignSliceEnd(row, clockService);
    if (isOver(window)) {
      return true;
    }
    Map<BinaryRowData, BinaryRowData> ofWindow =
        held.computeIfAbsent(window, end -> new HashMap<>());
    BinaryRowData group = (BinaryRowData) key;
    BinaryRowData former = ofWindow.get(group);
    ofRows.setAccumulators(window, former == null ? ofRows.createAccumulators() : former);
    ofRows.merge(window, row);
    // What is merged may lie in the row, which is used again; the key is of this row alone.
    BinaryRowData merged = accumulatorRows.toBinaryRow(ofRows.getAccumulators()).copy();
    ofWindow.put(group, merged);
    if (former == null) {
      groups++;
      bytes += group.getSizeInBytes();
    } else {
      bytes -= former.getSizeInBytes();
    }
    bytes += merged.getSizeInBytes();
    if (groups >= most || bytes > mostBytes) {
      prepareCheckpoint();
    }
    return false;
  }

  private boolean isOver(long window) {
    return TimeWindowUtil.isWindowFired(window, currentProgress, shiftTimeZone);
  }

  @Override
  public void advanceProgress(long progress) throws Exception {
    if (progress <= currentProgress) {
      return;
    }
    currentProgress = progress;
    // Not only the first: where clocks are set back, a window may end before the one before it.
    List<Long> over =
        held.keySet().stream().filter(this::isOver).sorted(comparingLong(this::end)).toList();
    if (!over.isEmpty()) {
      // What state has is given next, when its timers fire, in the order of their times. What ends
      // behind the first of them waits for its turn there: a reader may keep the last of a key.
      long firstInState =
          inState.stream().filter(this::isOver).mapToLong(this::end).min().orElse(Long.MAX_VALUE);
      for (Long window : over) {
        Map<BinaryRowData, BinaryRowData> accumulators = held.remove(window);
        if (end(window) < firstInState) {
          give(window, accumulators);
        } else {
          writeToState(window, accumulators);
        }
        forget(accumulators);
      }
    }
    inState.removeIf(this::isOver);
  }

  /** The watermark that ends the window. */
  private long end(Long window) {
    return TimeWindowUtil.toEpochMillsForTimer(window - 1, shiftTimeZone);
  }

  private void forget(Map<BinaryRowData, BinaryRowData> accumulators) {
    groups -= accumulators.size();
    for (Map.Entry<BinaryRowData, BinaryRowData> group : accumulators.entrySet()) {
      bytes -= group.getKey().getSizeInBytes() + group.getValue().getSizeInBytes();
    }
  }

  private void give(Long window, Map<BinaryRowData, BinaryRowData> accumulators) throws Exception {
    for (Map.Entry<BinaryRowData, BinaryRowData> group : accumulators.entrySet()) {
      aggregator.setAccumulators(window, group.getValue());
      reuseOutput.replace(group.getKey(), aggregator.getValue(window));
      ctx.output(reuseOutput);
    }
  }

  @Override
  public void prepareCheckpoint() throws Exception {
    for (Map.Entry<Long, Map<BinaryRowData, BinaryRowData>> window : held.entrySet()) {
      writeToState(window.getKey(), window.getValue());
      inState.add(window.getKey());
    }
    held.clear();
    groups = 0;
    bytes = 0;
  }

  private void writeToState(Long window, Map<BinaryRowData, BinaryRowData> accumulators)
      throws Exception {
    for (Map.Entry<BinaryRowData, BinaryRowData> group : accumulators.entrySet()) {
      ctx.getKeyedStateBackend().setCurrentKey(group.getKey());
      windowState.update(window, merged(window, windowState.value(window), group.getValue()));
      windowTimerService.registerEventTimeWindowTimer(window);
    }
  }

  private RowData merged(Long window, @Nullable RowData former, RowData accumulators)
      throws Exception {
    ofState.setAccumulators(window, former == null ? ofState.createAccumulators() : former);
    ofState.merge(window, accumulators);
    return ofState.getAccumulators();
  }

  /** Of a group that state has, whose key is the current one. */
  @Override
  public void fireWindow(long time, Long window) throws Exception {
    RowData accumulators = windowState.value(window);
    aggregator.setAccumulators(
        window, accumulators == null ? aggregator.createAccumulators() : accumulators);
    collect(aggregator.getValue(window));
  }

  @Override
  public void clearWindow(long time, Long window) throws Exception {
    windowState.clear(window);
    aggregator.cleanup(window);
  }

  @Override
  public void close() throws Exception {
    super.close();
    if (ofRows != null) {
      ofRows.close();
    }
    if (ofState != null) {
      ofState.close();
    }
  }
}
