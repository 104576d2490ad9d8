package io.alluvium.connectors.delta.pages;

import java.io.Closeable;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** The rows of a file, or of a part of it, in the file's order, whether deleted or not. */
@Internal
public interface RowBatches extends Closeable {

  /** The next batch, which holds at least one row; null at the end. Batches stay valid. */
  @Nullable
  RowBatch next() throws IOException;

  /**
   * Says that rows before {@code row} are not wanted. Some of them may come nevertheless; those
   * that came already do not come again.
   */
  void skipTo(long row) throws IOException;
}
