package io.alluvium.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.ingest.batch.Discovery.Found;
import io.alluvium.ingest.batch.Discovery.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.junit.jupiter.api.Test;

class BatchEnumeratorTest {
  private final Rounds rounds = new Rounds();
  private final Context context = new Context();
  private final BatchEnumerator<Long> enumerator =
      new BatchEnumerator<>(context, rounds, new BatchState<>(null, false, List.of()), false);

  @Test
  void countsCheckpointsThatBeganWhileThereWasNothingToDo() throws Exception {
    enumerator.start();
    enumerator.handleSplitRequest(0, null);
    checkpoint(1);

    assertThat(seen().checkpointsWhileIdle()).isEqualTo(1);

    checkpoint(2);

    assertThat(seen().checkpointsWhileIdle()).isEqualTo(2);
  }

  /** Else the next round would look into bronze before the rows of this one are committed there. */
  @Test
  void aCheckpointThatBeganBeforeTheWorkDoesNotCountForIt() throws Exception {
    enumerator.start();
    enumerator.handleSplitRequest(0, null);
    enumerator.snapshotState(1);
    rounds.next = List.of(WorkSplit.begin("round", "all of it"));
    context.look();
    assertThat(context.assigned).isEqualTo(Map.of(0, rounds.next));
    rounds.next = List.of();
    enumerator.handleSplitRequest(0, null);

    enumerator.notifyCheckpointComplete(1);

    assertThat(seen()).isEqualTo(new Situation(true, 0, false));
  }

  /** Looks are taken by another thread, at any moment. */
  @Test
  void aLookThatBeginsWhileWorkIsGivenOutDoesNotTakeItForDone() throws Exception {
    enumerator.start();
    enumerator.handleSplitRequest(0, null);
    checkpoint(1);
    checkpoint(2);
    rounds.next = List.of(WorkSplit.begin("round", "all of it"));
    context.whileAssigning = context.callable;

    context.look();

    assertThat(rounds.situation).isEqualTo(new Situation(false, 0, false));
  }

  @Test
  void isNotIdleWhileAReaderIsBusy() throws Exception {
    enumerator.start();
    checkpoint(1);

    assertThat(seen()).isEqualTo(new Situation(false, 0, false));
  }

  private void checkpoint(long id) throws Exception {
    enumerator.snapshotState(id);
    enumerator.notifyCheckpointComplete(id);
  }

  /** What the discovery is told at its next look. */
  private Situation seen() throws Exception {
    context.look();
    return rounds.situation;
  }

  private static final class Rounds implements Discovery<Long> {
    private List<WorkSplit> next = List.of();
    private Situation situation;

    @Override
    public Duration pace() {
      return Duration.ofMillis(1);
    }

    @Override
    public Found<Long> look(Long state, Situation situation) {
      this.situation = situation;
      return new Found<>(next, 0L, false);
    }
  }

  /** One reader, and a look whenever the test wants one. */
  private static final class Context implements SplitEnumeratorContext<WorkSplit> {
    private final Map<Integer, List<WorkSplit>> assigned = new HashMap<>();
    private Callable<Object> callable;
    private BiConsumer<Object, Throwable> handler;
    private Callable<Object> whileAssigning = () -> null;

    void look() throws Exception {
      handler.accept(callable.call(), null);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> void callAsync(
        Callable<T> callable, BiConsumer<T, Throwable> handler, long initialDelay, long period) {
      this.callable = (Callable<Object>) callable;
      this.handler = (BiConsumer<Object, Throwable>) handler;
    }

    @Override
    public void assignSplits(SplitsAssignment<WorkSplit> assignment) {
      try {
        whileAssigning.call();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      assignment
          .assignment()
          .forEach(
              (reader, splits) ->
                  assigned.computeIfAbsent(reader, id -> new ArrayList<>()).addAll(splits));
    }

    @Override
    public int currentParallelism() {
      return 1;
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
      return Map.of(0, new ReaderInfo(0, "here"));
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
      return null;
    }

    @Override
    public void sendEventToSourceReader(int subtask, SourceEvent event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void signalNoMoreSplits(int subtask) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void runInCoordinatorThread(Runnable runnable) {
      throw new UnsupportedOperationException();
    }
  }
}
