package io.alluvium.connectors.delta.source.reader;

import java.util.NoSuchElementException;
import java.util.function.Predicate;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;

/** Some of the rows. */
final class FilteredRows implements CloseableIterator<RowData> {
  private final CloseableIterator<RowData> rows;
  private final Predicate<RowData> wanted;
  @Nullable private RowData next;

  FilteredRows(CloseableIterator<RowData> rows, Predicate<RowData> wanted) {
    this.rows = rows;
    this.wanted = wanted;
  }

  @Override
  public boolean hasNext() {
    while (next == null && rows.hasNext()) {
      RowData candidate = rows.next();
      if (wanted.test(candidate)) {
        next = candidate;
      }
    }
    return next != null;
  }

  @Override
  public RowData next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    RowData taken = next;
    next = null;
    return taken;
  }

  @Override
  public void close() throws Exception {
    rows.close();
  }
}
