package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DataFileReader;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.ProjectedRowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/** Writes the live rows of files of one partition into one file. */
final class FileRewriter {
  private final String tablePath;
  private final DataFileReader reader;
  private final RowType written;
  private final int[] writtenColumns;

  FileRewriter(String tablePath, DeltaSnapshot table) {
    RowType rowType = table.rowType();
    List<RowType.RowField> fields =
        rowType.getFields().stream()
            .filter(field -> !table.partitionColumns().contains(field.getName()))
            .toList();
    this.tablePath = tablePath;
    this.reader = new DataFileReader(tablePath, rowType);
    // Partition columns are in the log, not in the files.
    this.written = new RowType(false, fields);
    this.writtenColumns =
        fields.stream().mapToInt(field -> rowType.getFieldIndex(field.getName())).toArray();
  }

  /** Empty where no row of them is live. */
  Optional<DataFile> rewrite(List<DataFile> files) {
    String folder = folder(files.get(0));
    String name = "part-" + UUID.randomUUID() + ".parquet";
    try (LazyWriter writer = new LazyWriter(URI.create(folder).getPath() + name)) {
      ProjectedRowData projected = ProjectedRowData.from(writtenColumns);
      for (DataFile file : files) {
        try (CloseableIterator<RowData> rows = reader.read(file)) {
          while (rows.hasNext()) {
            writer.write(projected.replaceRow(rows.next()));
          }
        }
      }
      return writer
          .finish()
          .map(
              file ->
                  new DataFile(
                      folder + name,
                      file.size(),
                      file.modificationTime(),
                      files.get(0).partitionValues(),
                      file.statistics(),
                      null));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot rewrite files of table " + tablePath + ".", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Cannot close a file of table " + tablePath, e);
    }
  }

  /** Of the table's own files the encoded folder within the table, with a slash; empty for none. */
  private static String folder(DataFile file) {
    return URI.create(file.path()).isAbsolute()
        ? ""
        : file.path().substring(0, file.path().lastIndexOf('/') + 1);
  }

  /** Makes no file for no rows. */
  private final class LazyWriter implements AutoCloseable {
    private final String fileName;
    private DataFileWriter writer;

    LazyWriter(String fileName) {
      this.fileName = fileName;
    }

    void write(RowData row) throws IOException {
      if (writer == null) {
        writer = new DataFileWriter(tablePath, fileName, written);
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
