package io.alluvium.benchmarks.events;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.table.data.GenericRowData;

/** Reads the rows of a file of {@link EventFiles}. */
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
      from = end - start;
      fill();
    }
  }

  /** Into a new buffer: rows that were handed out keep the old one. */
  private void fill() throws IOException {
    byte[] next = new byte[BUFFER_BYTES];
    int rest = end - start;
    System.arraycopy(buffer, start, next, 0, rest);
    int read = in.readNBytes(next, rest, next.length - rest);
    buffer = next;
    start = 0;
    end = rest + read;
    ended = read == 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
