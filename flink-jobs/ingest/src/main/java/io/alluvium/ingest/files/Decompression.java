package io.alluvium.ingest.files;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Undoes a file's compression, which its first bytes tell: names are often wrong. Archives of
 * several members are read through.
 */
final class Decompression {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int MAGIC_BYTES = 4;
  private static final int GZIP = 0x1f8b;
  private static final int ZSTD = 0x28b52ffd;

  private Decompression() {}

  static InputStream undo(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
    buffered.mark(MAGIC_BYTES);
    int magic = 0;
    int read = 0;
    for (int next; read < MAGIC_BYTES && (next = buffered.read()) >= 0; read++) {
      magic = magic << 8 | next;
    }
    buffered.reset();
    if (read < MAGIC_BYTES) {
      return buffered;
    }
    if (magic >>> 16 == GZIP) {
      return new GZIPInputStream(buffered, BUFFER_BYTES);
    }
    return magic == ZSTD ? new ZstdInputStreamNoFinalizer(buffered) : buffered;
  }
}
