package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;

/**
 * What passes from the thread that reads to the one that emits: a row, or that the split is to go
 * on elsewhere. Reused for the rows of a batch.
 */
@Internal
public final class ReadElement {
  @Nullable private RowData row;
  private long position;
  @Nullable private final DeltaSourceSplit next;

  private ReadElement(@Nullable DeltaSourceSplit next) {
    this.next = next;
  }

  /** For rows. */
  static ReadElement ofRows() {
    return new ReadElement(null);
  }

  /**
   * @param split what is left of the split after what was read before this element
   */
  static ReadElement goOnAt(DeltaSourceSplit split) {
    return new ReadElement(split);
  }

  /**
   * @param newRow may be a view that is valid until the next one is set
   * @param newPosition of the row in its file
   */
  ReadElement set(RowData newRow, long newPosition) {
    row = newRow;
    position = newPosition;
    return this;
  }

  @Nullable
  RowData row() {
    return row;
  }

  long position() {
    return position;
  }

  @Nullable
  DeltaSourceSplit next() {
    return next;
  }
}
