package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.DeltaConnectorOptions;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.parquet.DataFileFormat;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import io.alluvium.connectors.delta.parquet.ParquetSettings;
import io.alluvium.connectors.delta.parquet.StatisticsColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/**
 * Writes the live rows of files of one partition into one file, in the form that the table asks.
 */
final class FileRewriter {
  private final String tablePath;
  private final DeltaSnapshot table;
  private final RowType rowType;
  private final DataFileReader reader;

  FileRewriter(String tablePath, DeltaSnapshot table) {
    this.tablePath = tablePath;
    this.table = table;
    this.rowType = table.rowType();
    this.reader = new DataFileReader(tablePath, rowType);
  }

  /** Empty where no row of them is live. */
  Optional<DataFile> rewrite(List<DataFile> files) {
    try (DataFileFormat format = format();
        LazyWriter writer = new LazyWriter(format, files.get(0))) {
      for (DataFile file : files) {
        try (CloseableIterator<RowData> rows = reader.read(file)) {
          while (rows.hasNext()) {
            writer.write(rows.next());
          }
        }
      }
      return writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot rewrite files of table " + tablePath + ".", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Cannot close a file of table " + tablePath, e);
    }
  }

  private DataFileFormat format() {
    Configuration options = Configuration.fromMap(table.properties());
    ParquetSettings settings =
        new ParquetSettings(
            options.get(DeltaConnectorOptions.PARQUET_COMPRESSION_CODEC),
            options.get(DeltaConnectorOptions.PARQUET_COMPRESSION_LEVEL),
            options.get(DeltaConnectorOptions.PARQUET_ROW_GROUP_SIZE).getBytes(),
            Math.toIntExact(options.get(DeltaConnectorOptions.PARQUET_PAGE_SIZE).getBytes()),
            options.get(DeltaConnectorOptions.PARQUET_DICTIONARY));
    return new DataFileFormat(
        rowType, table.partitionColumns(), settings, StatisticsColumns.of(table.properties()));
  }

  /** Makes no file for no rows. */
  private final class LazyWriter implements AutoCloseable {
    private final DataFileFormat format;
    private final String folder;
    private final Map<String, String> partitionValues;
    private DataFileWriter writer;

    /** Beside a file of the same partition, unless that belongs to another table. */
    LazyWriter(DataFileFormat format, DataFile sibling) {
      URI uri = URI.create(sibling.path());
      int end = uri.getPath().lastIndexOf('/');
      this.format = format;
      this.folder = uri.isAbsolute() || end < 0 ? "" : uri.getPath().substring(0, end);
      this.partitionValues = sibling.partitionValues();
    }

    void write(RowData row) throws IOException {
      if (writer == null) {
        String name = "part-" + UUID.randomUUID() + ".parquet";
        writer = format.newFile(tablePath, folder, name, partitionValues);
      }
      writer.write(row);
    }

    Optional<DataFile> finish() throws IOException {
      DataFile file = writer == null ? null : writer.finish();
      writer = null;
      return Optional.ofNullable(file);
    }

    @Override
    public void close() throws IOException {
      if (writer != null) {
        writer.close();
      }
    }
  }
}
