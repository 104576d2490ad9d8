package io.alluvium.connectors.delta.pages;

import java.io.IOException;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.columnar.vector.ColumnVector;

/** See {@link FlatFileReader#withConstants}. */
final class BatchesWithConstants implements RowBatches {
  private final RowBatches batches;
  private final List<ConstantVector> constants;

  BatchesWithConstants(RowBatches batches, List<ConstantVector> constants) {
    this.batches = batches;
    this.constants = constants;
  }

  @Nullable
  @Override
  public RowBatch next() throws IOException {
    FlatFileReader.PageBatch batch = (FlatFileReader.PageBatch) batches.next();
    if (batch == null) {
      return null;
    }
    ColumnVector[] vectors = new ColumnVector[constants.size()];
    boolean[] nulls = new boolean[constants.size()];
    int stored = 0;
    for (int i = 0; i < vectors.length; i++) {
      ConstantVector constant = constants.get(i);
      if (constant == null) {
        nulls[i] = batch.nulls()[stored];
        vectors[i] = batch.vectors()[stored++];
      } else {
        nulls[i] = constant.isNullAt(0);
        vectors[i] = constant;
      }
    }
    return FlatFileReader.PageBatch.of(batch.firstRow(), batch.size(), vectors, nulls);
  }

  @Override
  public void skipTo(long row) throws IOException {
    batches.skipTo(row);
  }

  @Override
  public void close() throws IOException {
    batches.close();
  }
}
