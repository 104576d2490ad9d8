package io.alluvium.connectors.delta.table;

import static io.alluvium.connectors.delta.DeltaConnectorOptions.PARQUET_COMPRESSION_CODEC;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.PARQUET_COMPRESSION_LEVEL;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.PARQUET_DICTIONARY;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.PARQUET_PAGE_SIZE;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.PARQUET_ROW_GROUP_SIZE;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.SCHEMA_EVOLUTION;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.SINK_GENERATION;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.WRITE_BUFFER_SIZE;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.WRITE_COMPACTION;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.WRITE_COMPACTION_DEAD_SHARE;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.WRITE_COMPACTION_MAX_SIZE;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.WRITE_COMPACTION_SMALL_FILES;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.WRITE_DISTRIBUTION;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.WRITE_MAX_OPEN_FILES;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.WRITE_PARTIAL_UPDATE_COLUMNS;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.WRITE_TARGET_FILE_SIZE;

import io.alluvium.connectors.delta.sink.DeltaSink;
import io.alluvium.connectors.delta.sink.upsert.CompactionSettings;
import java.util.List;
import org.apache.flink.configuration.ReadableConfig;

/** The options of a table that say how rows are written to data files. */
record AppendSettings(ReadableConfig options, List<String> partitionColumns) {

  /** For appends. */
  void applyTo(DeltaSink.Builder sink) {
    applyFilesTo(sink);
    sink.distribution(options.get(WRITE_DISTRIBUTION))
        .schemaEvolution(options.get(SCHEMA_EVOLUTION));
  }

  /** For merge-on-read. */
  void applyUpsertTo(DeltaSink.Builder sink) {
    applyFilesTo(sink);
    sink.compaction(
        options.get(WRITE_COMPACTION)
            ? new CompactionSettings(
                options.get(WRITE_COMPACTION_DEAD_SHARE),
                options.get(WRITE_COMPACTION_SMALL_FILES),
                options.get(WRITE_COMPACTION_MAX_SIZE).getBytes())
            : CompactionSettings.OFF);
  }

  /** For both ways of upserting. */
  List<String> partialUpdateColumns() {
    return options.getOptional(WRITE_PARTIAL_UPDATE_COLUMNS).orElse(List.of());
  }

  private void applyFilesTo(DeltaSink.Builder sink) {
    sink.partitionedBy(partitionColumns)
        .generation(options.get(SINK_GENERATION))
        .targetFileSize(options.get(WRITE_TARGET_FILE_SIZE).getBytes())
        .openFiles(options.get(WRITE_MAX_OPEN_FILES), options.get(WRITE_BUFFER_SIZE).getBytes())
        .compression(options.get(PARQUET_COMPRESSION_CODEC), options.get(PARQUET_COMPRESSION_LEVEL))
        .rowGroups(
            options.get(PARQUET_ROW_GROUP_SIZE).getBytes(),
            Math.toIntExact(options.get(PARQUET_PAGE_SIZE).getBytes()),
            options.get(PARQUET_DICTIONARY));
  }
}
