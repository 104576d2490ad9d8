package io.alluvium.state.trial;

import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;

/** Has the state that it was restored with, and assigns nothing. */
final class HeldEnumerator<S extends SourceSplit, C> implements SplitEnumerator<S, C> {
  private final C checkpoint;

  HeldEnumerator(C checkpoint) {
    this.checkpoint = checkpoint;
  }

  @Override
  public void start() {}

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {}

  /** Readers keep what they have; one that fails ends the trial. */
  @Override
  public void addSplitsBack(List<S> splits, int subtask) {}

  @Override
  public void addReader(int subtask) {}

  @Override
  public C snapshotState(long checkpointId) {
    return checkpoint;
  }

  @Override
  public void close() {}
}
