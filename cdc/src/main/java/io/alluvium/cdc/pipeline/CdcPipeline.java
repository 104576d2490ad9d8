package io.alluvium.cdc.pipeline;

import io.alluvium.cdc.bronze.BronzeSettings;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.transform.Transform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is captured from where, and into which tables.
 *
 * @param name of the job
 * @param parallelism of the job; 0 for the environment's
 */
public record CdcPipeline(
    String name,
    int parallelism,
    SourceDefinition source,
    List<Route> routes,
    List<Transform> transforms,
    BronzeSettings sink) {

  public CdcPipeline {
    routes = List.copyOf(routes);
    transforms = List.copyOf(transforms);
  }

  /** The names that routes give; the first that takes a table counts. */
  public Map<TableName, String> routed(List<TableName> tables) {
    Map<TableName, String> routed = new LinkedHashMap<>();
    for (TableName table : tables) {
      routes.stream()
          .filter(route -> route.sourceTable().matches(table))
          .findFirst()
          .ifPresent(route -> routed.put(table, route.apply(table)));
    }
    return routed;
  }
}
