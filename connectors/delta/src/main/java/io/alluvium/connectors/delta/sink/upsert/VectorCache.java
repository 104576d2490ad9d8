package io.alluvium.connectors.delta.sink.upsert;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** The deletion vectors that were used last, by file id; what does not fit is read again. */
final class VectorCache {
  private static final long MAX_BYTES = 64L << 20;

  private final Map<Integer, RoaringBitmap> vectors = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  @Nullable
  RoaringBitmap get(int file) {
    return vectors.get(file);
  }

  /** Keeps the bitmap, which must not change afterwards. */
  void put(int file, RoaringBitmap vector) {
    remove(file);
    vectors.put(file, vector);
    bytes += vector.getLongSizeInBytes();
    Iterator<RoaringBitmap> eldest = vectors.values().iterator();
    while (bytes > MAX_BYTES && eldest.hasNext()) {
      bytes -= eldest.next().getLongSizeInBytes();
      eldest.remove();
    }
  }

  void remove(int file) {
    RoaringBitmap vector = vectors.remove(file);
    if (vector != null) {
      bytes -= vector.getLongSizeInBytes();
    }
  }
}
