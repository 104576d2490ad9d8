package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;

/**
 * What passes from the thread that reads to the one that emits: a row, or that the split is to go
 * on elsewhere. One of the two is null.
 *
 * @param row owned by the receiver
 * @param next what is left of the split after what was read before this element
 */
@Internal
public record ReadElement(@Nullable RowData row, @Nullable DeltaSourceSplit next) {

  static ReadElement row(RowData row) {
    return new ReadElement(row, null);
  }

  static ReadElement next(DeltaSourceSplit next) {
    return new ReadElement(null, next);
  }
}
