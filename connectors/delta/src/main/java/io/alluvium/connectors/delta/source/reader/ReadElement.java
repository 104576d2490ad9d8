package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import java.util.Collections;
import java.util.Iterator;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;

/**
 * What passes from the thread that reads to the one that emits: a row, or that the split is to go
 * on elsewhere. Reused for the rows of a batch, on which it can go ahead by itself.
 */
@Internal
public final class ReadElement {
  @Nullable private RowData row;
  private long position;
  @Nullable private final DeltaSourceSplit next;
  private final Iterator<?> following;

  private ReadElement(@Nullable DeltaSourceSplit next, Iterator<?> following) {
    this.next = next;
    this.following = following;
  }

  /** For rows that are handed over one by one. */
  static ReadElement ofRows() {
    return ofRows(Collections.emptyIterator());
  }

  /**
   * @param following sets this element to the next row at each step
   */
  static ReadElement ofRows(Iterator<?> following) {
    return new ReadElement(null, following);
  }

  /**
   * @param split what is left of the split after what was read before this element
   */
  static ReadElement goOnAt(DeltaSourceSplit split) {
    return new ReadElement(split, Collections.emptyIterator());
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

  /** Goes on to the next row; false where there is none, or it has to be asked for. */
  boolean advance() {
    if (!following.hasNext()) {
      return false;
    }
    following.next();
    return true;
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
