package io.alluvium.connectors.snowflake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Collects lines as a compressed file in memory. */
final class BatchFile {
  private static final int CHUNK = 64 * 1024;
  private static final int MOST_ROOM = 4 * 1024 * 1024;

  private final CsvBuffer lines = new CsvBuffer();
  private ByteArrayOutputStream bytes;
  private OutputStream zip;
  private long rows;
  private long size;

  /** As much room as the last file took and a bit more, so that it is not copied as it grows. */
  private int room = CHUNK;

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, CHUNK);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  void line(byte[] from, int offset, int length) throws IOException {
    lines.append(from, offset, length);
    rows++;
    if (lines.length() >= CHUNK) {
      compress();
    }
  }

  private void compress() throws IOException {
    if (zip == null) {
      bytes = new ByteArrayOutputStream(room);
      zip = new FastGzip(bytes);
    }
    lines.drainTo(zip);
    size = bytes.size();
  }

  long rows() {
    return rows;
  }

  /** So far, compressed. */
  long size() {
    return size;
  }

  /** The file, which is empty then. */
  byte[] take() throws IOException {
    compress();
    zip.close();
    byte[] file = bytes.toByteArray();
    room = Math.min(file.length + CHUNK, MOST_ROOM);
    zip = null;
    bytes = null;
    rows = 0;
    size = 0;
    return file;
  }
}
