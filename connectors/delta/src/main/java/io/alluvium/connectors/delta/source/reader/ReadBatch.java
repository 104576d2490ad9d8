package io.alluvium.connectors.delta.source.reader;

import io.alluvium.connectors.delta.source.split.DeltaSourceSplit;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.table.data.RowData;

/** Some consecutive elements of one split, and whether they are its last. */
final class ReadBatch implements RecordsWithSplitIds<ReadElement> {
  private static final long NOTHING_YET = -1;

  private final String splitId;
  private final Iterator<ReadElement> elements;
  private final long rows;
  private final boolean last;
  private boolean splitTaken;

  private ReadBatch(String splitId, Iterator<ReadElement> elements, long rows, boolean last) {
    this.splitId = splitId;
    this.elements = elements;
    this.rows = rows;
    this.last = last;
  }

  /** Of a split that goes on. */
  static ReadBatch of(String splitId, Iterator<ReadElement> elements, long rows) {
    return new ReadBatch(splitId, elements, rows, false);
  }

  /** Rows that the receiver owns, then where the split goes on, if elsewhere. */
  static ReadBatch of(String splitId, List<RowData> rows, @Nullable DeltaSourceSplit next) {
    ReadElement element = ReadElement.ofRows();
    Iterator<RowData> all = rows.iterator();
    return new ReadBatch(
        splitId,
        new Iterator<>() {
          private boolean ended = next == null;

          @Override
          public boolean hasNext() {
            return all.hasNext() || !ended;
          }

          @Override
          public ReadElement next() {
            if (all.hasNext()) {
              return element.set(all.next(), 0);
            }
            ended = true;
            return ReadElement.goOnAt(next);
          }
        },
        rows.size(),
        false);
  }

  /** The end of a split. */
  static ReadBatch end(String splitId) {
    return new ReadBatch(splitId, List.<ReadElement>of().iterator(), 0, true);
  }

  ReadBatch asLast() {
    return new ReadBatch(splitId, elements, rows, true);
  }

  /** There is nothing to read before the next commit. */
  static ReadBatch nothingYet(String splitId) {
    return new ReadBatch(splitId, List.<ReadElement>of().iterator(), NOTHING_YET, false);
  }

  boolean isNothingYet() {
    return rows == NOTHING_YET;
  }

  long rows() {
    return Math.max(0, rows);
  }

  boolean isLast() {
    return last;
  }

  @Nullable
  @Override
  public String nextSplit() {
    if (splitTaken) {
      return null;
    }
    splitTaken = true;
    return splitId;
  }

  @Nullable
  @Override
  public ReadElement nextRecordFromSplit() {
    return elements.hasNext() ? elements.next() : null;
  }

  @Override
  public Set<String> finishedSplits() {
    return last ? Set.of(splitId) : Set.of();
  }
}
