package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.data.DelegateRow;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;

/**
 * Leaves the list of all files out of checksums that are computed from the whole log.
 *
 * <p>The protocol lets it be absent. Kernel cannot write it where some files have deletion vectors
 * and some have none, so that a table whose checksum was once lost would never have one again, and
 * each commit would read the whole log in vain.
 */
final class ChecksumRows implements JsonHandler {
  private static final String CHECKSUM_FILE = ".crc";
  private static final String ALL_FILES = "allFiles";

  private final JsonHandler handler;

  ChecksumRows(JsonHandler handler) {
    this.handler = handler;
  }

  @Override
  public void writeJsonFileAtomically(String path, CloseableIterator<Row> rows, boolean overwrite)
      throws IOException {
    handler.writeJsonFileAtomically(
        path,
        path.endsWith(CHECKSUM_FILE) ? rows.map(ChecksumRows::withoutFiles) : rows,
        overwrite);
  }

  private static Row withoutFiles(Row row) {
    int allFiles = row.getSchema().indexOf(ALL_FILES);
    return allFiles < 0 || row.isNullAt(allFiles)
        ? row
        : new DelegateRow(row, Collections.singletonMap(allFiles, null));
  }

  @Override
  public ColumnarBatch parseJson(
      ColumnVector json, StructType schema, Optional<ColumnVector> selection) {
    return handler.parseJson(json, schema, selection);
  }

  @Override
  public CloseableIterator<ColumnarBatch> readJsonFiles(
      CloseableIterator<FileStatus> files, StructType schema, Optional<Predicate> predicate)
      throws IOException {
    return handler.readJsonFiles(files, schema, predicate);
  }
}
