package io.alluvium.connectors.delta.table;

import static io.alluvium.connectors.delta.DeltaConnectorOptions.PARQUET_COMPRESSION_CODEC;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.PARQUET_COMPRESSION_LEVEL;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.PARQUET_DICTIONARY;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.PARQUET_PAGE_SIZE;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.PARQUET_ROW_GROUP_SIZE;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.SCHEMA_EVOLUTION;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.SINK_GENERATION;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.WRITE_BUFFER_SIZE;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.WRITE_DISTRIBUTION;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.WRITE_MAX_OPEN_FILES;
import static io.alluvium.connectors.delta.DeltaConnectorOptions.WRITE_TARGET_FILE_SIZE;

import io.alluvium.connectors.delta.sink.DeltaSink;
import java.util.List;
import org.apache.flink.configuration.ReadableConfig;

/** The options of a table that say how rows are appended. */
record AppendSettings(ReadableConfig options, List<String> partitionColumns) {

  void applyTo(DeltaSink.Builder sink) {
    sink.partitionedBy(partitionColumns)
        .generation(options.get(SINK_GENERATION))
        .distribution(options.get(WRITE_DISTRIBUTION))
        .targetFileSize(options.get(WRITE_TARGET_FILE_SIZE).getBytes())
        .openFiles(options.get(WRITE_MAX_OPEN_FILES), options.get(WRITE_BUFFER_SIZE).getBytes())
        .schemaEvolution(options.get(SCHEMA_EVOLUTION))
        .compression(options.get(PARQUET_COMPRESSION_CODEC), options.get(PARQUET_COMPRESSION_LEVEL))
        .rowGroups(
            options.get(PARQUET_ROW_GROUP_SIZE).getBytes(),
            Math.toIntExact(options.get(PARQUET_PAGE_SIZE).getBytes()),
            options.get(PARQUET_DICTIONARY));
  }
}
