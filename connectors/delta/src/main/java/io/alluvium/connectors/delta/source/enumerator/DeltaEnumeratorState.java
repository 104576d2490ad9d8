package io.alluvium.connectors.delta.source.enumerator;

import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * What the enumerator keeps in checkpoints.
 *
 * @param nextVersion the first commit that was not looked at; {@link #NOT_STARTED} before the first
 *     splits are found
 * @param pending splits that no reader has been given
 */
@Internal
public record DeltaEnumeratorState(long nextVersion, List<DeltaSourceSplit> pending) {
  public static final long NOT_STARTED = -1;

  public DeltaEnumeratorState {
    pending = List.copyOf(pending);
  }

  public static DeltaEnumeratorState notStarted() {
    return new DeltaEnumeratorState(NOT_STARTED, List.of());
  }
}
