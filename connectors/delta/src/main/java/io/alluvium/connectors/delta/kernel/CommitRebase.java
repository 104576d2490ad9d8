package io.alluvium.connectors.delta.kernel;

import java.io.IOException;
import org.apache.flink.annotation.Internal;

/** Adapts a commit to a table that another writer has changed since the commit was made. */
@Internal
public interface CommitRebase {

  /**
   * Returns a commit with the same effect on rows whose removes are all active in the snapshot.
   *
   * @param table to read the log from
   * @param snapshot the version that is to be committed on
   * @throws io.alluvium.connectors.delta.DeltaException where there is none
   */
  DeltaCommit onto(DeltaTable table, DeltaSnapshot snapshot, DeltaCommit commit) throws IOException;
}
