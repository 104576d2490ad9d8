package io.alluvium.connectors.delta.kernel;

import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * What maintenance changes in the log at once.
 *
 * @param added files that become active
 * @param removed files that cease to be active, exactly as the snapshot holds them
 * @param dataChange whether the table's rows change; readers that follow the table skip a commit
 *     that says no
 * @param metadataOf the snapshot whose schema and properties the table gets; null to keep its own
 * @param transactionsOf the snapshot whose numbers of the sinks' last commits the table gets; null
 *     to keep its own
 */
@Internal
public record LogChange(
    List<DataFile> added,
    List<DataFile> removed,
    boolean dataChange,
    @Nullable DeltaSnapshot metadataOf,
    @Nullable DeltaSnapshot transactionsOf) {

  public LogChange {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  /** The same rows in other files. */
  public static LogChange rewrite(List<DataFile> added, List<DataFile> removed) {
    return new LogChange(added, removed, false, null, null);
  }

  /** Other rows. */
  public static LogChange ofRows(List<DataFile> added, List<DataFile> removed) {
    return new LogChange(added, removed, true, null, null);
  }
}
