package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DeltaCommit;
import org.apache.flink.annotation.Internal;

/**
 * A commit on its way through Flink's committer. It carries all that the commit needs, so that the
 * committer has no state of its own.
 */
@Internal
public record DeltaCommittable(DeltaCommit commit, CommitTarget target) {

  /** A commit to the sink's only table. */
  public DeltaCommittable(DeltaCommit commit) {
    this(commit, CommitTarget.OWN_TABLE);
  }
}
