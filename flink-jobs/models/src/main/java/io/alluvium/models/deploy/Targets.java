package io.alluvium.models.deploy;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The versions of tables that sources are to have read.
 *
 * @param versions by the uid of the source
 */
record Targets(Map<String, Long> versions) {

  /** The versions that the tables have now. */
  static Targets now(Map<String, String> tablesOfSources) {
    Map<String, Long> ofTables = new HashMap<>();
    Map<String, Long> versions = new HashMap<>();
    tablesOfSources.forEach(
        (uid, table) ->
            versions.put(
                uid,
                ofTables.computeIfAbsent(table, path -> DeltaTable.at(path).snapshot().version())));
    return new Targets(versions);
  }

  boolean reachedBy(SourcePositions positions) throws IOException {
    for (Map.Entry<String, Long> source : versions.entrySet()) {
      if (!positions.hasRead(source.getKey(), source.getValue())) {
        return false;
      }
    }
    return true;
  }
}
