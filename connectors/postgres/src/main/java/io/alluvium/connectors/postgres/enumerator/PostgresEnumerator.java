package io.alluvium.connectors.postgres.enumerator;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.database.Memberships;
import io.alluvium.connectors.postgres.reader.SplitRead;
import io.alluvium.connectors.postgres.split.PostgresSplit;
import io.alluvium.connectors.postgres.split.SnapshotSplit;
import io.alluvium.connectors.postgres.split.StreamSplit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the slot, splits tables up, and gives the splits to readers that ask: the stream to the
 * first one, parts of the snapshot to all. The stream does not wait for the snapshot: it has every
 * change since the slot was made anyway.
 *
 * <p>The database's snapshot is held until a checkpoint is complete that has all of it, so that
 * what is read again after a failure is the same.
 */
@Internal
public final class PostgresEnumerator
    implements SplitEnumerator<PostgresSplit, PostgresEnumeratorState> {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresEnumerator.class);

  private final SplitEnumeratorContext<PostgresSplit> context;
  private final CaptureSettings settings;
  private final PostgresEnumeratorState restored;

  private final Deque<PostgresSplit> pending = new ArrayDeque<>();
  private final Set<String> assigned = new HashSet<>();
  private final Set<Integer> waiting = new LinkedHashSet<>();
  private final Map<Long, Memberships.Member> tables = new HashMap<>();
  private final CaptureWatch watch;
  private boolean streamBegun;
  private boolean ready;
  private volatile int read;
  @Nullable private HeldSnapshot snapshot;
  private long allReadAt = -1;

  public PostgresEnumerator(
      SplitEnumeratorContext<PostgresSplit> context,
      CaptureSettings settings,
      PostgresEnumeratorState restored) {
    this.context = context;
    this.settings = settings;
    this.restored = restored;
    this.tables.putAll(restored.tables());
    this.watch = new CaptureWatch(settings, context.metricGroup());
    this.streamBegun = restored.streamBegun();
    this.pending.addAll(restored.pending());
  }

  @Override
  public void start() {
    context.metricGroup().setUnassignedSplitsGauge(() -> (long) pending.size());
    context.metricGroup().gauge("snapshotSplitsDone", () -> read);
    context.metricGroup().gauge("snapshotSplitsLeft", this::left);
    CapturePlanner planner = new CapturePlanner(settings, restored);
    context.callAsync(planner::plan, this::adopt);
  }

  private int left() {
    return assigned.size() + (int) pending.stream().filter(SnapshotSplit.class::isInstance).count();
  }

  private void adopt(CapturePlan plan, @Nullable Throwable failure) {
    if (failure != null) {
      throw failed(failure);
    }
    snapshot = plan.snapshot();
    tables.clear();
    tables.putAll(plan.tables());
    List<PostgresSplit> earlier = new ArrayList<>(pending);
    pending.clear();
    if (plan.stream() != null) {
      pending.add(plan.stream());
      streamBegun = true;
    }
    for (PostgresSplit split : earlier) {
      pending.add(split instanceof SnapshotSplit part ? renewed(part, earlier) : split);
    }
    for (SnapshotSplit split : plan.splits()) {
      pending.add(split.in(snapshot == null ? null : snapshot.name()));
    }
    ready = true;
    if (left() > 0) {
      LOG.info("The snapshot of {} has {} splits to read", settings.address(), left());
    }
    assign();
    Set<Long> watched = Set.copyOf(tables.keySet());
    long period = settings.statusInterval().toMillis();
    context.callAsync(() -> watch.look(watched), this::seen, 0, period);
  }

  private void seen(Optional<Map<Long, Memberships.Member>> now, @Nullable Throwable failure) {
    if (failure != null) {
      throw failed(failure);
    }
    try {
      now.orElse(Map.of()).forEach((oid, member) -> tables.get(oid).checkSame(member, settings));
    } catch (PostgresException e) {
      throw failed(e);
    }
  }

  private static RuntimeException failed(Throwable failure) {
    if (failure instanceof PostgresException known) {
      return known.isPermanent() ? new SuppressRestartsException(known) : known;
    }
    return new IllegalStateException("the capture could not be prepared", failure);
  }

  /**
   * A split of an earlier run is read in this one's snapshot; but not one by blocks, where others
   * of its table have been given away already.
   */
  private SnapshotSplit renewed(SnapshotSplit split, List<PostgresSplit> earlier) {
    if (split.range() instanceof SnapshotSplit.Blocks blocks) {
      long siblings =
          earlier.stream()
              .filter(
                  other ->
                      other instanceof SnapshotSplit part
                          && part.relation().equals(split.relation()))
              .count();
      if (siblings < blocks.ranges()) {
        return split;
      }
    }
    return split.in(snapshot == null ? null : snapshot.name());
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String hostname) {
    waiting.add(subtask);
    assign();
  }

  private void assign() {
    if (!ready) {
      return;
    }
    waiting.retainAll(context.registeredReaders().keySet());
    for (int subtask : List.copyOf(waiting)) {
      PostgresSplit split = pending.poll();
      if (split instanceof StreamSplit) {
        context.assignSplit(split, subtask);
        split = pending.poll();
      }
      if (split == null) {
        return;
      }
      waiting.remove(subtask);
      assigned.add(split.splitId());
      context.assignSplit(split, subtask);
    }
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    if (event instanceof SplitRead done) {
      assigned.remove(done.splitId());
      read++;
      LOG.info("Snapshot of {}: {} splits read, {} left", settings.address(), read, left());
    }
  }

  @Override
  public void addSplitsBack(List<PostgresSplit> splits, int subtask) {
    for (PostgresSplit split : splits) {
      assigned.remove(split.splitId());
      if (split instanceof StreamSplit) {
        pending.addFirst(split);
      } else {
        pending.addLast(split);
      }
    }
    allReadAt = -1;
    waiting.remove(subtask);
    assign();
  }

  @Override
  public void addReader(int subtask) {
    assign();
  }

  @Override
  public PostgresEnumeratorState snapshotState(long checkpointId) {
    if (ready && snapshot != null && allReadAt < 0 && left() == 0) {
      allReadAt = checkpointId;
    }
    return new PostgresEnumeratorState(
        streamBegun, tables, ready ? Set.of() : restored.unnamed(), List.copyOf(pending));
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    if (allReadAt >= 0 && checkpointId >= allReadAt && left() == 0) {
      LOG.info("The snapshot of {} is complete", settings.address());
      closeSnapshot();
    }
  }

  private void closeSnapshot() {
    if (snapshot != null) {
      snapshot.close();
      snapshot = null;
    }
  }

  @Override
  public void close() {
    closeSnapshot();
    watch.close();
  }
}
