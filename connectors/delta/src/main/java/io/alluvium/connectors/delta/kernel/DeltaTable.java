package io.alluvium.connectors.delta.kernel;

import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * A Delta table, reached through Delta Kernel. All failures that a user can mend are {@link
 * io.alluvium.connectors.delta.DeltaException}s. Instances hold no open resources.
 */
@Internal
public final class DeltaTable {
  private final String path;

  private DeltaTable(String path) {
    this.path = path;
  }

  /** Does no I/O. {@code path} is a URI or a local path of the table's folder. */
  public static DeltaTable at(String path) {
    return new DeltaTable(path);
  }

  public String path() {
    return path;
  }

  public boolean exists() {
    throw new UnsupportedOperationException();
  }

  /** The latest version. Fails where there is no table. */
  public DeltaSnapshot snapshot() {
    throw new UnsupportedOperationException();
  }

  public DeltaSnapshot snapshot(long version) {
    throw new UnsupportedOperationException();
  }

  /**
   * The version that was current at a time in milliseconds since the epoch; the latest where the
   * time is after the last commit. Fails where it is before the first.
   */
  public DeltaSnapshot snapshotAt(long epochMillis) {
    throw new UnsupportedOperationException();
  }

  /**
   * The commits from {@code fromVersion} (inclusive) on, oldest first, at most {@code limit}; empty
   * where there is none yet. Fails with the remedy where the log no longer holds {@code
   * fromVersion}.
   */
  public List<TableVersion> changes(long fromVersion, int limit) {
    throw new UnsupportedOperationException();
  }

  /** Creates the table unless it exists, and says whether it did. */
  public boolean createIfAbsent(TableDescription description) {
    throw new UnsupportedOperationException();
  }
}
