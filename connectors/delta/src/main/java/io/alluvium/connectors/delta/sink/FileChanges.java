package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * What one writer did to the table's files since the last checkpoint.
 *
 * @param checkpoint before which all of it happened; {@link #SEVERAL} where some of it happened
 *     before an earlier one that was aborted
 * @param added files with changed rows, or whose deletion vector changed
 * @param removed files that hold no row any more, or whose deletion vector changed
 * @param moved rows that were moved between files after those changes
 * @param readVersion the version of the table up to which others' changes were heeded; {@link
 *     DeltaCommit#UNREAD} where the writer does not know
 */
@Internal
public record FileChanges(
    long checkpoint, List<DataFile> added, List<DataFile> removed, Moves moved, long readVersion) {

  /** No checkpoint has that number. */
  public static final long SEVERAL = 0;

  /** Stands for a checkpoint where the input ends. */
  public static final long END_OF_INPUT = Long.MAX_VALUE;

  /** Files that were added and removed to move rows, without changing any. */
  @Internal
  public record Moves(List<DataFile> added, List<DataFile> removed) {
    public static final Moves NONE = new Moves(List.of(), List.of());

    public boolean isEmpty() {
      return added.isEmpty() && removed.isEmpty();
    }
  }

  public FileChanges(List<DataFile> added, List<DataFile> removed) {
    this(SEVERAL, added, removed, Moves.NONE, DeltaCommit.UNREAD);
  }

  /** Tells no change, but how far the table was read before a checkpoint. */
  public static FileChanges read(long checkpoint, long version) {
    return new FileChanges(checkpoint, List.of(), List.of(), Moves.NONE, version);
  }

  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && moved.isEmpty();
  }
}
