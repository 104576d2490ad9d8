package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.deletionvectors.DeletionVectorUtils;
import io.delta.kernel.internal.deletionvectors.RoaringBitmapArray;
import io.delta.kernel.internal.util.PartitionUtils;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.CloseableIterator;

/**
 * Reads the live rows of a data file, that is without those in its deletion vector, in the file's
 * order.
 */
@Internal
public final class DataFileReader {
  private final String tablePath;
  private final StructType schema;
  private final Engine engine;
  private final TablePaths paths;

  /**
   * @param tablePath the table's folder
   * @param rowType the columns to read, partition columns included; a column that the file lacks is
   *     null
   */
  public DataFileReader(String tablePath, RowType rowType) {
    this.tablePath = tablePath;
    this.schema = DeltaTypes.toStruct(rowType);
    this.engine = Engines.forTable(tablePath);
    this.paths = new TablePaths(tablePath);
  }

  /**
   * Rows may be views that are valid until the next one is read; copy those that are to be kept.
   * The iterator must be closed.
   */
  public CloseableIterator<RowData> read(DataFile file) {
    return KernelErrors.translated(tablePath, () -> open(file));
  }

  private CloseableIterator<RowData> open(DataFile file) {
    List<StructField> stored = new ArrayList<>();
    for (StructField field : schema.fields()) {
      if (!file.partitionValues().containsKey(field.getName())) {
        // Nullability is the reader's wish, not the file's: an older file may lack the column.
        stored.add(new StructField(field.getName(), field.getDataType(), true));
      }
    }
    try {
      return new LiveRows(
          file,
          engine
              .getParquetHandler()
              .readParquetFiles(
                  Utils.singletonCloseableIterator(
                      FileStatus.of(paths.plain(file), file.size(), file.modificationTime())),
                  new StructType(stored),
                  Optional.empty()),
          deletedRows(file.deletionVector()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Nullable
  private RoaringBitmapArray deletedRows(@Nullable DeletionVector vector) {
    return vector == null
        ? null
        : DeletionVectorUtils.loadNewDvAndBitmap(engine, tablePath, ActionRows.toDescriptor(vector))
            ._2;
  }

  /** Walks over a file's batches, row by row. */
  private final class LiveRows implements CloseableIterator<RowData> {
    private final DataFile file;
    private final io.delta.kernel.utils.CloseableIterator<FileReadResult> batches;
    @Nullable private final RoaringBitmapArray deleted;
    private ColumnarRow current;
    private int row = -1;
    private int size;
    private long batchStart;
    private boolean ready;

    LiveRows(
        DataFile file,
        io.delta.kernel.utils.CloseableIterator<FileReadResult> batches,
        @Nullable RoaringBitmapArray deleted) {
      this.file = file;
      this.batches = batches;
      this.deleted = deleted;
    }

    @Override
    public boolean hasNext() {
      if (!ready) {
        ready = KernelErrors.translated(tablePath, this::advance);
      }
      return ready;
    }

    private boolean advance() {
      while (true) {
        while (++row < size) {
          if (deleted == null || !deleted.contains(batchStart + row)) {
            current.moveTo(row);
            return true;
          }
        }
        if (!batches.hasNext()) {
          return false;
        }
        batchStart += size;
        ColumnarBatch batch = batches.next().getData();
        size = batch.getSize();
        row = -1;
        current = new ColumnarRow(columns(batch));
      }
    }

    private ColumnVector[] columns(ColumnarBatch batch) {
      ColumnVector[] columns = new ColumnVector[schema.length()];
      int stored = 0;
      for (int i = 0; i < columns.length; i++) {
        StructField field = schema.at(i);
        columns[i] =
            file.partitionValues().containsKey(field.getName())
                ? engine
                    .getExpressionHandler()
                    .getEvaluator(
                        batch.getSchema(),
                        PartitionUtils.literalForPartitionValue(
                            field.getDataType(), file.partitionValues().get(field.getName())),
                        field.getDataType())
                    .eval(batch)
                : batch.getColumnVector(stored++);
      }
      return columns;
    }

    @Override
    public RowData next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ready = false;
      return current;
    }

    @Override
    public void close() throws IOException {
      batches.close();
    }
  }
}
