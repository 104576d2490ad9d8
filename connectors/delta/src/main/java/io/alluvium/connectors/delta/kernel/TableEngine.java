package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.engine.ParquetHandler;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Kernel's engine, but for checksums ({@link ChecksumRows}) and for checkpoints: one that was not
 * written to its end gets no name.
 *
 * <p>Where the log cannot be read any further while a checkpoint of it is written, Kernel closes
 * the file like one that is complete, and everyone who reads the table from then on takes the part
 * for the whole.
 */
final class TableEngine extends DefaultEngine {
  private final CompleteFiles files;

  TableEngine(FileIO files) {
    this(new CompleteFiles(files));
  }

  private TableEngine(CompleteFiles files) {
    super(files);
    this.files = files;
  }

  @Override
  public JsonHandler getJsonHandler() {
    return new ChecksumRows(super.getJsonHandler());
  }

  @Override
  public ParquetHandler getParquetHandler() {
    return new CheckpointHandler(super.getParquetHandler());
  }

  private final class CheckpointHandler implements ParquetHandler {
    private final ParquetHandler handler;

    CheckpointHandler(ParquetHandler handler) {
      this.handler = handler;
    }

    @Override
    public CloseableIterator<FileReadResult> readParquetFiles(
        CloseableIterator<FileStatus> read, StructType schema, Optional<Predicate> predicate)
        throws IOException {
      return handler.readParquetFiles(read, schema, predicate);
    }

    @Override
    public CloseableIterator<DataFileStatus> writeParquetFiles(
        String folder, CloseableIterator<FilteredColumnarBatch> data, List<Column> statistics)
        throws IOException {
      return handler.writeParquetFiles(folder, data, statistics);
    }

    @Override
    public void writeParquetFileAtomically(
        String path, CloseableIterator<FilteredColumnarBatch> data) throws IOException {
      try (CompleteFiles.Expectation expectation = files.expect(path)) {
        handler.writeParquetFileAtomically(path, new WholeIterator(data, expectation));
      }
    }
  }

  /** Tells when there is no more to come; a failure is no end. */
  private static final class WholeIterator implements CloseableIterator<FilteredColumnarBatch> {
    private final CloseableIterator<FilteredColumnarBatch> data;
    private final CompleteFiles.Expectation expectation;

    WholeIterator(
        CloseableIterator<FilteredColumnarBatch> data, CompleteFiles.Expectation expectation) {
      this.data = data;
      this.expectation = expectation;
    }

    @Override
    public boolean hasNext() {
      boolean more = data.hasNext();
      if (!more) {
        expectation.complete();
      }
      return more;
    }

    @Override
    public FilteredColumnarBatch next() {
      return data.next();
    }

    @Override
    public void close() throws IOException {
      data.close();
    }
  }
}
