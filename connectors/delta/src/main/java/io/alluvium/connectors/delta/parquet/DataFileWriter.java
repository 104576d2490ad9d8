package io.alluvium.connectors.delta.parquet;

import io.alluvium.connectors.delta.kernel.DataFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

/** Writes one data file of a table and collects its statistics on the way. */
@Internal
public final class DataFileWriter implements Closeable {
  private static final long ROW_GROUP_BYTES = 32L << 20;
  private static final int PAGE_BYTES = 1 << 20;

  // Level 1 costs less CPU than no compression at all, since there is less to write.
  private static final String ZSTD_LEVEL = "parquet.compression.codec.zstd.level";

  private final Path path;
  private final String relativePath;
  private final FileStatistics statistics;
  private final ParquetWriter<RowData> writer;

  /**
   * @param tablePath the table's folder
   * @param fileName new, and made of characters that a URI needs not escape
   */
  public DataFileWriter(String tablePath, String fileName, RowType rowType) throws IOException {
    path = new Path(new Path(tablePath), fileName);
    relativePath = fileName;
    statistics = new FileStatistics(rowType);
    PlainParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.set(ZSTD_LEVEL, "1");
    writer =
        new Builder(new FlinkOutputFile(path), rowType)
            .withConf(configuration)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withPageSize(PAGE_BYTES)
            .withPageWriteChecksumEnabled(false)
            .build();
  }

  public void write(RowData row) throws IOException {
    writer.write(row);
    statistics.add(row);
  }

  public long rows() {
    return statistics.rows();
  }

  /** Bytes written and buffered so far, roughly the size of the file if it were closed now. */
  public long estimatedSize() {
    return writer.getDataSize();
  }

  /** Completes the file. */
  public DataFile finish() throws IOException {
    writer.close();
    return new DataFile(
        relativePath,
        path.getFileSystem().getFileStatus(path).getLen(),
        System.currentTimeMillis(),
        Map.of(),
        statistics.toJson(),
        null);
  }

  /** Abandons the file where it is not finished; harmless where it is. */
  @Override
  public void close() throws IOException {
    writer.close();
  }

  private static final class Builder extends ParquetWriter.Builder<RowData, Builder> {
    private final RowType rowType;

    Builder(OutputFile file, RowType rowType) {
      super(file);
      this.rowType = rowType;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<RowData> getWriteSupport(org.apache.hadoop.conf.Configuration conf) {
      return new RowDataWriteSupport(rowType);
    }

    @Override
    protected WriteSupport<RowData> getWriteSupport(ParquetConfiguration conf) {
      return new RowDataWriteSupport(rowType);
    }
  }
}
