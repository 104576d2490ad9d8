package io.alluvium.connectors.delta.kernel;

import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * What a sink commits at once.
 *
 * @param sinkId identity of the sink: the {@code appId} of the log's {@code txn} action
 * @param sequence the sink's own number of the commit, rising by one: the {@code version} of the
 *     {@code txn} action
 * @param token tells this commit from another with the same number, made by a job that was restored
 *     from the same savepoint
 * @param added files that become active
 * @param removed files that cease to be active
 * @param dataChange false where the commit only moves rows between files, so that those who follow
 *     the table's changes pass it over
 * @param readVersion the last version whose changes by others went into the commit; {@link #UNREAD}
 *     where none did
 */
@Internal
public record DeltaCommit(
    String sinkId,
    long sequence,
    String token,
    List<DataFile> added,
    List<DataFile> removed,
    boolean dataChange,
    long readVersion) {
  public static final long UNREAD = -1;

  /** A commit that changes rows. */
  public DeltaCommit(
      String sinkId, long sequence, String token, List<DataFile> added, List<DataFile> removed) {
    this(sinkId, sequence, token, added, removed, true, UNREAD);
  }

  /** The same commit with other files. */
  public DeltaCommit withFiles(List<DataFile> newAdded, List<DataFile> newRemoved) {
    return new DeltaCommit(sinkId, sequence, token, newAdded, newRemoved, dataChange, readVersion);
  }
}
