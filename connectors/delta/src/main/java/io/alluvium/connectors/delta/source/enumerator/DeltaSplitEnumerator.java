package io.alluvium.connectors.delta.source.enumerator;

import io.alluvium.connectors.delta.source.enumerator.SplitDiscovery.Continuation;
import io.alluvium.connectors.delta.source.enumerator.SplitDiscovery.Found;
import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import io.alluvium.connectors.delta.source.split.FileSplit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Gives splits to the readers that ask for one. Its state is the next version to look at and the
 * splits that are not given yet, so that every commit is read once, whatever fails.
 */
@Internal
public final class DeltaSplitEnumerator
    implements SplitEnumerator<DeltaSourceSplit, DeltaEnumeratorState> {
  // A reader that lags must not fill the coordinator's memory and its checkpoints with splits.
  private static final int MAX_PENDING = 10_000;
  private static final long NONE = -1;

  private final SplitEnumeratorContext<DeltaSourceSplit> context;
  private final SplitDiscovery discovery;
  private final Duration pollInterval;
  private final Deque<DeltaSourceSplit> pending;
  private final Set<Integer> readersAwaitingSplit = new LinkedHashSet<>();
  // Read by the thread that looks into the log.
  private volatile long nextVersion;
  private volatile boolean full;
  // Read by the thread that reports metrics.
  private volatile int pendingCount;
  private volatile long oldestPending = NONE;

  /** Metric: the table's version up to which splits were found. */
  public static final String TABLE_VERSION = "tableVersion";

  /** Metric: age of the oldest commit with a file that no reader was given, in milliseconds. */
  public static final String LAG_MILLIS = "unassignedLagMillis";

  private DeltaSplitEnumerator(
      SplitEnumeratorContext<DeltaSourceSplit> context,
      SplitDiscovery discovery,
      Duration pollInterval,
      DeltaEnumeratorState state) {
    this.context = context;
    this.discovery = discovery;
    this.pollInterval = pollInterval;
    this.pending = new ArrayDeque<>(state.pending());
    this.nextVersion = state.nextVersion();
    this.full = pending.size() >= MAX_PENDING;
  }

  public static DeltaSplitEnumerator of(
      SplitEnumeratorContext<DeltaSourceSplit> context,
      SplitDiscovery discovery,
      Duration pollInterval,
      DeltaEnumeratorState state) {
    DeltaSplitEnumerator enumerator =
        new DeltaSplitEnumerator(context, discovery, pollInterval, state);
    SplitEnumeratorMetricGroup metrics = context.metricGroup();
    if (metrics != null) {
      metrics.setUnassignedSplitsGauge(() -> (long) enumerator.pendingCount);
      metrics.gauge(TABLE_VERSION, () -> enumerator.nextVersion - 1);
      metrics.gauge(LAG_MILLIS, () -> enumerator.lagMillis());
    }
    return enumerator;
  }

  private long lagMillis() {
    long time = oldestPending;
    return time == NONE ? 0 : Math.max(0, System.currentTimeMillis() - time);
  }

  private void updateMetrics() {
    pendingCount = pending.size();
    oldestPending = pending.peek() instanceof FileSplit file ? file.timestamp() : NONE;
  }

  @Override
  public void start() {
    if (discovery.continuation() == Continuation.NEW_SPLITS) {
      context.callAsync(this::discover, this::onDiscovered, 0, pollInterval.toMillis());
    } else if (!started()) {
      context.callAsync(this::discover, this::onDiscovered);
    }
  }

  private Discovery discover() {
    long from = nextVersion;
    if (from == DeltaEnumeratorState.NOT_STARTED) {
      return new Discovery(from, discovery.first());
    }
    return new Discovery(from, full ? new Found(List.of(), from) : discovery.next(from));
  }

  private void onDiscovered(@Nullable Discovery discovered, @Nullable Throwable failure) {
    if (failure != null) {
      throw failure instanceof RuntimeException unchecked
          ? unchecked
          : new FlinkRuntimeException("Reading the log of the Delta table failed.", failure);
    }
    // A look that began before the result of the one before it was taken found the same again.
    if (discovered != null && discovered.from() == nextVersion) {
      nextVersion = discovered.found().nextVersion();
      pending.addAll(discovered.found().splits());
      assign();
    }
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String requesterHostname) {
    readersAwaitingSplit.add(subtask);
    assign();
  }

  private void assign() {
    Iterator<Integer> readers = readersAwaitingSplit.iterator();
    while (readers.hasNext()) {
      int reader = readers.next();
      if (!context.registeredReaders().containsKey(reader)) {
        readers.remove();
      } else if (!pending.isEmpty()) {
        context.assignSplit(pending.poll(), reader);
        readers.remove();
      } else if (started() && discovery.continuation() == Continuation.ENDS) {
        context.signalNoMoreSplits(reader);
        readers.remove();
      } else {
        break;
      }
    }
    full = pending.size() >= MAX_PENDING;
    updateMetrics();
  }

  private boolean started() {
    return nextVersion != DeltaEnumeratorState.NOT_STARTED;
  }

  @Override
  public void addSplitsBack(List<DeltaSourceSplit> splits, int subtask) {
    List<DeltaSourceSplit> inOrder = new ArrayList<>(splits);
    for (int i = inOrder.size() - 1; i >= 0; i--) {
      pending.addFirst(inOrder.get(i));
    }
    assign();
  }

  @Override
  public void addReader(int subtask) {
    // A reader asks for splits when it is ready for one.
  }

  @Override
  public DeltaEnumeratorState snapshotState(long checkpointId) {
    return new DeltaEnumeratorState(nextVersion, new ArrayList<>(pending));
  }

  @Override
  public void close() {
    // Nothing is held open.
  }

  /** What a look into the log found, and the version that it began with. */
  private record Discovery(long from, Found found) {}
}
