package io.alluvium.connectors.delta.pages;

import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.columnar.vector.ColumnVector;

/** Rows of which each column is at hand as a whole. */
@Internal
public interface ColumnarBatch extends RowBatch {

  /**
   * A {@link ConstantVector}, or a vector of the column's own type: of Flink's heap vectors, a
   * {@link BytesVector} or a {@link MicrosVector}.
   */
  ColumnVector column(int index);

  /** False where it is known that the column has no nulls. */
  boolean mayHaveNulls(int index);
}
