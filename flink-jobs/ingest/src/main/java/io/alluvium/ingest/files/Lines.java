package io.alluvium.ingest.files;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import javax.annotation.Nullable;

/**
 * The lines of a text in UTF-8, with bounded memory: of a line that is too long only its beginning
 * is kept. A line ends with a line feed, a carriage return or both, which are not part of it.
 */
final class Lines implements Closeable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final InputStream in;
  private final int maxBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int at;
  private int end;
  private long number;
  private boolean tooLong;
  private boolean skipsLineFeed;

  Lines(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** The next line; null at the end. */
  @Nullable
  byte[] next() throws IOException {
    line.reset();
    tooLong = false;
    boolean any = false;
    while (true) {
      if (at == end && !fill()) {
        if (any) {
          number++;
        }
        return any ? line.toByteArray() : null;
      }
      if (skipsLineFeed) {
        skipsLineFeed = false;
        if (buffer[at] == '\n') {
          at++;
          continue;
        }
      }
      any = true;
      int stop = at;
      while (stop < end && buffer[stop] != '\n' && buffer[stop] != '\r') {
        stop++;
      }
      keep(at, stop - at);
      at = stop;
      if (at < end) {
        skipsLineFeed = buffer[at++] == '\r';
        number++;
        return line.toByteArray();
      }
    }
  }

  private void keep(int offset, int length) {
    int room = maxBytes - line.size();
    line.write(buffer, offset, Math.min(room, length));
    tooLong |= length > room;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }

  /** Of the line that was returned last, from 1. */
  long number() {
    return number;
  }

  /** Whether the line that was returned last is only a beginning. */
  boolean isTooLong() {
    return tooLong;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
