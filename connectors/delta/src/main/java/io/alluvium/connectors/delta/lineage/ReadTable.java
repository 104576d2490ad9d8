package io.alluvium.connectors.delta.lineage;

import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.SourceLineageVertex;

/** The table that a source reads. */
@Internal
public record ReadTable(String tablePath, Boundedness boundedness) implements SourceLineageVertex {

  @Override
  public List<LineageDataset> datasets() {
    return List.of(new DeltaDataset(tablePath));
  }
}
