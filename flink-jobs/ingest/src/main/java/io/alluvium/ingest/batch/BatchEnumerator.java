package io.alluvium.ingest.batch;

import io.alluvium.ingest.batch.Discovery.Found;
import io.alluvium.ingest.batch.Discovery.Situation;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Lets a discovery look for work, and gives it to the readers in the order in which it was found.
 */
final class BatchEnumerator<S> implements SplitEnumerator<WorkSplit, BatchState<S>> {
  // Readers that lag must not fill the coordinator's memory and its checkpoints with splits.
  private static final int MAX_PENDING = 10_000;

  private final SplitEnumeratorContext<WorkSplit> context;
  private final Discovery<S> discovery;
  private final Deque<WorkSplit> pending;
  private final Set<Integer> awaiting = new LinkedHashSet<>();
  private boolean restored;

  // Written by the coordinator's thread, read by the one that looks.
  private volatile State<S> state;

  /** Checkpoints that began while there was nothing to do; -1 while there is. */
  private int idleCheckpoints = -1;

  /** Checkpoint that began while there was nothing to do; null while none has since there was. */
  @Nullable private Long newestIdleCheckpoint;

  // Read by the thread that reports metrics.
  private volatile int pendingCount;

  /**
   * What a look depends on.
   *
   * @param looks how many were taken
   */
  private record State<S>(
      long looks, @Nullable S found, boolean ended, boolean full, Situation situation) {}

  private record Look<S>(State<S> base, @Nullable Found<S> found) {}

  BatchEnumerator(
      SplitEnumeratorContext<WorkSplit> context,
      Discovery<S> discovery,
      BatchState<S> start,
      boolean restored) {
    this.context = context;
    this.discovery = discovery;
    this.pending = new ArrayDeque<>(start.pending());
    this.restored = restored;
    this.state =
        new State<>(0, start.found(), start.ended(), isFull(), new Situation(false, 0, restored));
    this.pendingCount = pending.size();
  }

  @Override
  public void start() {
    if (context.metricGroup() != null) {
      context.metricGroup().setUnassignedSplitsGauge(() -> (long) pendingCount);
    }
    if (!state.ended()) {
      context.callAsync(this::look, this::onLook, 0, Math.max(1, discovery.pace().toMillis()));
    }
  }

  private Look<S> look() throws Exception {
    State<S> base = state;
    return base.ended() || base.full()
        ? new Look<>(base, null)
        : new Look<>(base, discovery.look(base.found(), base.situation()));
  }

  private void onLook(@Nullable Look<S> look, @Nullable Throwable failure) {
    if (failure != null) {
      throw failed(failure);
    }
    // A look that began before the result of the one before it was taken found the same again.
    if (look == null || look.found() == null || look.base().looks() != state.looks()) {
      return;
    }
    restored = false;
    Found<S> found = look.found();
    pending.addAll(found.splits());
    // Before the state is seen by the next look, which else would take this work for done.
    updateIdleness();
    state = new State<>(state.looks() + 1, found.state(), found.ended(), isFull(), situation());
    assign();
  }

  private static RuntimeException failed(Throwable failure) {
    // A restart would only meet the same again.
    return ExceptionUtils.findThrowable(failure, BatchException.class)
        .<RuntimeException>map(SuppressRestartsException::new)
        .orElseGet(() -> new FlinkRuntimeException("Looking for work failed.", failure));
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String requesterHostname) {
    awaiting.add(subtask);
    assign();
  }

  private void assign() {
    Iterator<Integer> readers = awaiting.iterator();
    while (readers.hasNext()) {
      int reader = readers.next();
      if (!context.registeredReaders().containsKey(reader)) {
        readers.remove();
      } else if (!pending.isEmpty()) {
        context.assignSplit(pending.poll(), reader);
        readers.remove();
      } else if (state.ended()) {
        context.signalNoMoreSplits(reader);
        readers.remove();
      } else {
        break;
      }
    }
    updateIdleness();
    pendingCount = pending.size();
    updateSituation();
  }

  private void updateIdleness() {
    boolean idle = pending.isEmpty() && awaiting.size() == context.currentParallelism();
    if (idle) {
      idleCheckpoints = Math.max(0, idleCheckpoints);
    } else {
      idleCheckpoints = -1;
      // One that began before this work says nothing of it, even if it completes after it.
      newestIdleCheckpoint = null;
    }
  }

  private void updateSituation() {
    state = new State<>(state.looks(), state.found(), state.ended(), isFull(), situation());
  }

  private boolean isFull() {
    return pending.size() >= MAX_PENDING;
  }

  private Situation situation() {
    return new Situation(idleCheckpoints >= 0, Math.max(0, idleCheckpoints), restored);
  }

  @Override
  public void addSplitsBack(List<WorkSplit> splits, int subtask) {
    awaiting.remove(subtask);
    List<WorkSplit> inOrder = new ArrayList<>(splits);
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
  public BatchState<S> snapshotState(long checkpointId) {
    if (idleCheckpoints >= 0) {
      newestIdleCheckpoint = checkpointId;
    }
    return new BatchState<>(state.found(), state.ended(), new ArrayList<>(pending));
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    if (newestIdleCheckpoint != null && checkpointId == newestIdleCheckpoint) {
      idleCheckpoints++;
      updateSituation();
    }
  }

  @Override
  public void close() throws IOException {
    discovery.close();
  }
}
