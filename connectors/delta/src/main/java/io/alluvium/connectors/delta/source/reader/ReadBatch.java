package io.alluvium.connectors.delta.source.reader;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;

/** Some consecutive elements of one split, and whether they are its last. */
final class ReadBatch implements RecordsWithSplitIds<ReadElement> {
  private final String splitId;
  private final List<ReadElement> elements;
  private final boolean last;
  private final Iterator<ReadElement> iterator;
  private boolean splitTaken;

  private ReadBatch(String splitId, List<ReadElement> elements, boolean last) {
    this.splitId = splitId;
    this.elements = elements;
    this.last = last;
    this.iterator = elements.iterator();
  }

  static ReadBatch of(String splitId, List<ReadElement> elements) {
    return new ReadBatch(splitId, elements, false);
  }

  static ReadBatch last(String splitId, List<ReadElement> elements) {
    return new ReadBatch(splitId, elements, true);
  }

  ReadBatch asLast() {
    return last(splitId, elements);
  }

  int size() {
    return elements.size();
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
    return iterator.hasNext() ? iterator.next() : null;
  }

  @Override
  public Set<String> finishedSplits() {
    return last ? Set.of(splitId) : Set.of();
  }
}
