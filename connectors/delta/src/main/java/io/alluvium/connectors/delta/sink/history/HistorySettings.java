package io.alluvium.connectors.delta.sink.history;

import io.alluvium.connectors.delta.HistoryDeletes;
import java.io.Serializable;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * What a history is of.
 *
 * @param key columns by which a row is the same in all its versions
 * @param updatedAt the column that tells since when a row is as it is; null for the time at which
 *     it came
 * @param checkColumns of which a change makes a new version; empty where every time of {@code
 *     updatedAt} does
 * @param bounded whether versions are given out once, when all changes of a row are there: a batch
 *     job keeps no order of changes on their way to the table
 */
@Internal
public record HistorySettings(
    List<String> key,
    @Nullable String updatedAt,
    List<String> checkColumns,
    HistoryDeletes deletes,
    boolean bounded)
    implements Serializable {

  public HistorySettings {
    key = List.copyOf(key);
    checkColumns = List.copyOf(checkColumns);
  }
}
