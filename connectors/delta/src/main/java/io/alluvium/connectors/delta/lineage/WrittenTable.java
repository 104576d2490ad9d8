package io.alluvium.connectors.delta.lineage;

import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageVertex;

/**
 * The table that a sink writes.
 *
 * @param tablePath null for a sink of many tables, which its rows name
 */
@Internal
public record WrittenTable(@Nullable String tablePath) implements LineageVertex {

  @Override
  public List<LineageDataset> datasets() {
    return tablePath == null ? List.of() : List.of(new DeltaDataset(tablePath));
  }
}
