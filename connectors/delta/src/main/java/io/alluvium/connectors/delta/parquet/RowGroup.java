package io.alluvium.connectors.delta.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;

/** A row group on its way: encoded and compressed pages in memory until it is complete. */
final class RowGroup implements AutoCloseable {
  private final ColumnChunkPageWriteStore pages;
  private final ColumnWriteStore columns;
  private long rows;

  /** From here on the shredders write into this row group. */
  RowGroup(DataFileFormat format, Shredder[] shredders) {
    pages =
        new ColumnChunkPageWriteStore(
            format.compressor(),
            format.schema(),
            format.properties().getAllocator(),
            format.properties().getColumnIndexTruncateLength(),
            format.properties().getPageWriteChecksumEnabled());
    columns = format.properties().newColumnWriteStore(format.schema(), pages, pages);
    List<ColumnWriter> writers = new ArrayList<>();
    for (ColumnDescriptor column : format.schema().getColumns()) {
      writers.add(columns.getColumnWriter(column));
    }
    Iterator<ColumnWriter> next = writers.iterator();
    for (Shredder shredder : shredders) {
      shredder.bind(next);
    }
  }

  void endRow() {
    columns.endRecord();
    rows++;
  }

  long rows() {
    return rows;
  }

  long bufferedBytes() {
    return columns.getBufferedSize();
  }

  void flushTo(ParquetFileWriter file) throws IOException {
    try {
      file.startBlock(rows);
      columns.flush();
      pages.flushToFileWriter(file);
      file.endBlock();
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    columns.close();
    pages.close();
  }
}
