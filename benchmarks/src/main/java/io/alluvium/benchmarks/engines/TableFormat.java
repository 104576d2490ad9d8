package io.alluvium.benchmarks.engines;

import java.nio.file.Path;
import java.util.Map;

/**
 * How each format's catalog and tables are declared in Flink's SQL; the settings are the tuning.
 */
enum TableFormat {
  DELTA("'type' = 'delta', 'path' = '%s'", Map.of(), Map.of("sink.parallelism", "2")),
  ICEBERG(
      "'type' = 'iceberg', 'catalog-type' = 'hadoop', 'warehouse' = '%s'",
      Map.of(
          "format-version", "2",
          "write.parquet.compression-codec", "zstd",
          "write.parquet.compression-level", "1",
          "write.target-file-size-bytes", "134217728",
          "write.distribution-mode", "none"),
      Map.of(
          "write.upsert.enabled", "true",
          "write.distribution-mode", "hash",
          "write-parallelism", "2")),
  PAIMON(
      "'type' = 'paimon', 'warehouse' = '%s'",
      Map.of(
          "file.format", "parquet",
          "file.compression", "zstd",
          "file.compression.zstd-level", "1",
          "target-file-size", "128 mb"),
      Map.of("bucket", "2", "deletion-vectors.enabled", "true", "sink.parallelism", "2"));

  private final String catalog;
  private final Map<String, String> common;
  private final Map<String, String> upsert;

  TableFormat(String catalog, Map<String, String> common, Map<String, String> upsert) {
    this.catalog = catalog;
    this.common = common;
    this.upsert = upsert;
  }

  String catalogOptions(Path warehouse) {
    return String.format(catalog, warehouse);
  }

  Map<String, String> appendOptions() {
    return this == PAIMON ? with(common, Map.of("bucket", "-1", "write-only", "true")) : common;
  }

  Map<String, String> upsertOptions() {
    return with(common, upsert);
  }

  private static Map<String, String> with(Map<String, String> left, Map<String, String> right) {
    Map<String, String> all = new java.util.TreeMap<>(left);
    all.putAll(right);
    return all;
  }
}
