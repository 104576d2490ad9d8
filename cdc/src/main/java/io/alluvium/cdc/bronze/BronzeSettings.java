package io.alluvium.cdc.bronze;

import io.alluvium.connectors.delta.sink.routing.SchemaPolicy;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Where and how bronze tables are made.
 *
 * @param lake the lake's folder, as a Flink path
 * @param layer folder in the lake
 * @param partitionColumns of new tables
 * @param properties of new tables
 * @param policy what becomes of columns that the source gains or changes
 */
public record BronzeSettings(
    String lake,
    String layer,
    List<String> partitionColumns,
    Map<String, String> properties,
    SchemaPolicy policy)
    implements Serializable {

  public BronzeSettings {
    partitionColumns = List.copyOf(partitionColumns);
    properties = Map.copyOf(properties);
  }

  String path(String table) {
    return lake + (lake.endsWith("/") ? "" : "/") + layer + "/" + table;
  }
}
