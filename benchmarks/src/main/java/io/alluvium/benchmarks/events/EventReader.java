package io.alluvium.benchmarks.events;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.table.data.GenericRowData;

/** Reads the rows of {@link EventFiles}, from a file or as they come. */
public final class EventReader implements Closeable {
  private static final int FIELDS = 10;
  private static final int BUFFER_BYTES = 1 << 20;

  private final InputStream in;
  private final EventDecoder decoder = new EventDecoder();
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;
  private boolean ended;

  public EventReader(InputStream in) {
    this.in = in;
  }

  /** The next row, a new one that keeps its strings in the buffer; null at the end. */
  public GenericRowData next() throws IOException {
    int newline = newline();
    if (newline < 0) {
      return null;
    }
    GenericRowData row = new GenericRowData(FIELDS);
    decoder.decode(buffer, start, row);
    start = newline + 1;
    return row;
  }

  private int newline() throws IOException {
    int from = start;
    while (true) {
      for (int i = from; i < end; i++) {
        if (buffer[i] == '\n') {
          return i;
        }
      }
      if (ended) {
        return -1;
      }
      int searched = end - start;
      fill();
      from = start + searched;
    }
  }

  /**
   * Behind what was read already, in a new buffer where the old one is full: rows that were handed
   * out keep theirs.
   */
  private void fill() throws IOException {
    if (end == buffer.length) {
      byte[] next = new byte[BUFFER_BYTES];
      System.arraycopy(buffer, start, next, 0, end - start);
      buffer = next;
      end -= start;
      start = 0;
    }
    int read = in.read(buffer, end, buffer.length - end);
    ended = read < 0;
    end += Math.max(0, read);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
