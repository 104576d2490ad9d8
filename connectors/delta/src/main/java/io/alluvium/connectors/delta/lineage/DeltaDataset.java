package io.alluvium.connectors.delta.lineage;

import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageDatasetFacet;

/**
 * A table in Flink's lineage.
 *
 * @param name the path of its folder
 */
@Internal
public record DeltaDataset(String name) implements LineageDataset {
  private static final String NAMESPACE = "delta";

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public Map<String, LineageDatasetFacet> facets() {
    return Map.of();
  }
}
