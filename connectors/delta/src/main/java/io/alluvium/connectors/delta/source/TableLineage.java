package io.alluvium.connectors.delta.source;

import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageDatasetFacet;
import org.apache.flink.streaming.api.lineage.SourceLineageVertex;

/** The table that a source reads, named by its folder. */
record TableLineage(String tablePath, Boundedness boundedness) implements SourceLineageVertex {
  private static final String NAMESPACE = "delta";

  @Override
  public List<LineageDataset> datasets() {
    return List.of(new Table(tablePath));
  }

  private record Table(String name) implements LineageDataset {
    @Override
    public String namespace() {
      return NAMESPACE;
    }

    @Override
    public Map<String, LineageDatasetFacet> facets() {
      return Map.of();
    }
  }
}
