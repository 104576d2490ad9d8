package io.alluvium.demo;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows per table of the lake, by layer. */
final class LakeRows {
  static final String BRONZE_READING = "bronze.reading";
  static final String DEAD_LETTERS = "ops.dead_letters";
  static final String SILVER_READING = "silver.reading";

  private static final List<String> TABLES =
      List.of(
          "bronze.building",
          "bronze.station",
          "bronze.comfort_policy",
          BRONZE_READING,
          DEAD_LETTERS,
          "silver.building",
          "silver.comfort_policy",
          SILVER_READING,
          "gold.building_daily",
          "gold.station_health",
          "gold.usage_monthly");

  private final Map<String, TableRows> tables = new LinkedHashMap<>();

  LakeRows(Path lake) {
    for (String table : TABLES) {
      tables.put(table, new TableRows(lake.resolve(table.replace('.', '/')).toString()));
    }
  }

  /** Follows all tables to their latest versions. */
  void refresh() {
    tables.values().forEach(TableRows::refresh);
  }

  long table(String name) {
    return tables.get(name).count();
  }

  long layer(String layer) {
    return tables.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(layer + '.'))
        .mapToLong(entry -> entry.getValue().count())
        .sum();
  }

  /** Changes with every commit to any table. */
  long commits() {
    Collection<TableRows> all = tables.values();
    return all.stream().mapToLong(TableRows::commits).sum();
  }
}
