package io.alluvium.connectors.delta.source.reader;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.CloseableIterator;

/** The rows of files, one after the other; one file is open at a time. */
final class RowsOfFiles<T> implements CloseableIterator<RowData> {
  private final Iterator<T> files;
  private final Function<T, CloseableIterator<RowData>> open;
  private CloseableIterator<RowData> rows = CloseableIterator.empty();

  RowsOfFiles(Iterator<T> files, Function<T, CloseableIterator<RowData>> open) {
    this.files = files;
    this.open = open;
  }

  @Override
  public boolean hasNext() {
    while (!rows.hasNext()) {
      close();
      if (!files.hasNext()) {
        return false;
      }
      rows = open.apply(files.next());
    }
    return true;
  }

  @Override
  public RowData next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return rows.next();
  }

  @Override
  public void close() {
    CloseableIterator<RowData> done = rows;
    rows = CloseableIterator.empty();
    try {
      done.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Closing a data file failed.", e);
    }
  }
}
