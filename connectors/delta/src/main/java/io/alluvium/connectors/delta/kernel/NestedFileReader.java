package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.pages.RowBatch;
import io.alluvium.connectors.delta.pages.RowBatches;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;

/** Reads a file through Kernel's handler, which knows nested columns. */
final class NestedFileReader implements RowBatches {
  private final CloseableIterator<FileReadResult> batches;
  private final List<Source> columns;
  private final long firstRow;
  private final long endRow;
  private long nextRow;

  /** Where the values of a column come from. */
  sealed interface Source {}

  /** The same value in every row. */
  record Constant(ColumnVector value) implements Source {}

  /** A column of the file, or a field below it. */
  record Path(List<Integer> ordinals) implements Source {}

  /**
   * @param firstRow to return
   * @param endRow the one after the last to return
   */
  NestedFileReader(
      CloseableIterator<FileReadResult> batches, List<Source> columns, long firstRow, long endRow) {
    this.batches = batches;
    this.columns = columns;
    this.firstRow = firstRow;
    this.endRow = endRow;
  }

  /** What to read so that all paths are in it. */
  static StructType merged(List<ReadColumn> columns) {
    StructTree tree = new StructTree();
    columns.forEach(column -> tree.add(column.path(), column.type()));
    return tree.toStruct();
  }

  @Nullable
  @Override
  public RowBatch next() {
    while (nextRow < endRow && batches.hasNext()) {
      ColumnarBatch batch = batches.next().getData();
      long start = nextRow;
      nextRow += batch.getSize();
      int from = (int) Math.max(0, firstRow - start);
      int to = (int) Math.min(batch.getSize(), endRow - start);
      if (from < to) {
        return new KernelBatch(start + from, to - from, from, new ColumnarRow(vectors(batch)));
      }
    }
    return null;
  }

  private ColumnVector[] vectors(ColumnarBatch batch) {
    ColumnVector[] vectors = new ColumnVector[columns.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] =
          columns.get(i) instanceof Constant constant
              ? constant.value()
              : vector(batch, ((Path) columns.get(i)).ordinals());
    }
    return vectors;
  }

  private static ColumnVector vector(ColumnarBatch batch, List<Integer> ordinals) {
    ColumnVector vector = batch.getColumnVector(ordinals.get(0));
    for (int ordinal : ordinals.subList(1, ordinals.size())) {
      vector = new ChildVector(vector, vector.getChild(ordinal));
    }
    return vector;
  }

  @Override
  public void skipTo(long row) {
    // Kernel's handler reads from the beginning on.
  }

  @Override
  public void close() throws IOException {
    batches.close();
  }

  private record KernelBatch(long firstRow, int size, int offset, ColumnarRow view)
      implements RowBatch {
    @Override
    public RowData row(int index) {
      view.moveTo(offset + index);
      return view;
    }
  }
}
