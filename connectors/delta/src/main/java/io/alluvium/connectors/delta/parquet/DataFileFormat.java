package io.alluvium.connectors.delta.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * The form of a table's data files: columns, encoding, statistics. The files that are open at the
 * same time share a compressor, hence one instance per thread.
 */
@Internal
public final class DataFileFormat implements Closeable {
  private final FileColumns columns;
  private final ParquetSettings settings;
  private final StatisticsColumns statisticsColumns;
  private final MessageType schema;
  private final ParquetProperties properties;
  private final BytesInputCompressor compressor;

  /**
   * @param rowType of the rows to write, partition columns included
   * @param partitionColumns columns that the files do not hold
   */
  public DataFileFormat(
      RowType rowType,
      List<String> partitionColumns,
      ParquetSettings settings,
      StatisticsColumns statisticsColumns) {
    this.columns = FileColumns.of(rowType, partitionColumns);
    this.settings = settings;
    this.statisticsColumns = statisticsColumns;
    this.schema = ParquetSchemas.toMessageType(columns.stored());
    this.properties =
        ParquetProperties.builder()
            .withPageSize(settings.pageBytes())
            .withDictionaryEncoding(settings.dictionary())
            .withPageWriteChecksumEnabled(false)
            .withSizeStatisticsEnabled(false)
            .build();
    this.compressor =
        settings.codecName() == CompressionCodecName.ZSTD
            ? new ZstdCompressor(settings.level())
            : new CodecFactory(new PlainParquetConfiguration(), settings.pageBytes())
                .getCompressor(settings.codecName());
  }

  /**
   * Opens a new file.
   *
   * @param folder relative to the table, as it is on disk; empty for the table's own
   * @param fileName new, and made of characters that a URI needs not escape
   * @param partitionValues as the log keeps them
   */
  public DataFileWriter newFile(
      String tablePath, String folder, String fileName, Map<String, String> partitionValues)
      throws IOException {
    String relative = folder.isEmpty() ? fileName : folder + "/" + fileName;
    return new DataFileWriter(
        this,
        new Path(new Path(tablePath), relative),
        PathEncoding.encode(relative),
        partitionValues,
        tablePath,
        false);
  }

  FileColumns columns() {
    return columns;
  }

  ParquetSettings settings() {
    return settings;
  }

  StatisticsColumns statisticsColumns() {
    return statisticsColumns;
  }

  MessageType schema() {
    return schema;
  }

  ParquetProperties properties() {
    return properties;
  }

  BytesInputCompressor compressor() {
    return compressor;
  }

  @Override
  public void close() {
    compressor.release();
  }
}
