package io.alluvium.connectors.delta.source.enumerator;

import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** Finds the splits of a scan in the table's log. Called off the coordinator's thread. */
@Internal
public interface SplitDiscovery {

  /** Finds the splits that the scan begins with. */
  Found first();

  /** Finds the splits of the commits from {@code version} on; none where there is none yet. */
  Found next(long version);

  /** How a scan goes on after its first splits. */
  Continuation continuation();

  /** See {@link #continuation()}. */
  enum Continuation {
    /** It ends with them. */
    ENDS,
    /** There are no others, but these do not end. */
    SPLITS_GO_ON,
    /** New ones are looked for. */
    NEW_SPLITS
  }

  /**
   * @param splits new ones
   * @param nextVersion the first commit that was not looked at
   */
  record Found(List<? extends DeltaSourceSplit> splits, long nextVersion) {}
}
