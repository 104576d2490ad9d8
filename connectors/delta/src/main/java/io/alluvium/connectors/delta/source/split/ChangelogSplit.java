package io.alluvium.connectors.delta.source.split;

import org.apache.flink.annotation.Internal;

/**
 * All row changes of a table from a version on. There is one such split for a table: changes of a
 * key that go through two readers would have no order. It never ends.
 *
 * @param phase what is read of the version
 * @param version that is read
 * @param rowsEmitted of that version's rows, in their repeatable order, those that were emitted
 *     already
 */
@Internal
public record ChangelogSplit(Phase phase, long version, long rowsEmitted)
    implements DeltaSourceSplit {
  private static final String ID = "changelog";

  /** What of a version is read. */
  public enum Phase {
    /** All its rows, as insertions. */
    SNAPSHOT,
    /** What its commit changed. */
    COMMIT
  }

  public static ChangelogSplit snapshot(long version) {
    return new ChangelogSplit(Phase.SNAPSHOT, version, 0);
  }

  public static ChangelogSplit commit(long version) {
    return new ChangelogSplit(Phase.COMMIT, version, 0);
  }

  @Override
  public String splitId() {
    return ID;
  }
}
