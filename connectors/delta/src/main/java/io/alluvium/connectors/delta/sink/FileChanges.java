package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * What one writer did to the table's files since the last checkpoint.
 *
 * @param checkpoint that it was announced for; 0 where the writer moves nothing
 * @param added files with changed rows, or whose deletion vector changed
 * @param removed files that hold no row any more, or whose deletion vector changed
 * @param moved rows that were moved between files after those changes
 */
@Internal
public record FileChanges(
    long checkpoint, List<DataFile> added, List<DataFile> removed, Moves moved) {

  /** Files that were added and removed to move rows, without changing any. */
  @Internal
  public record Moves(List<DataFile> added, List<DataFile> removed) {
    public static final Moves NONE = new Moves(List.of(), List.of());

    public boolean isEmpty() {
      return added.isEmpty() && removed.isEmpty();
    }
  }

  public FileChanges(List<DataFile> added, List<DataFile> removed) {
    this(0, added, removed, Moves.NONE);
  }

  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && moved.isEmpty();
  }
}
