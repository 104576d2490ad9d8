package io.alluvium.connectors.delta.sink.upsert;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.roaringbitmap.RoaringBitmap;

/** A set of rows, by the files that hold them. */
final class RowsByFile {
  private final Map<Integer, RoaringBitmap> rows = new HashMap<>();

  void add(long location) {
    rows.computeIfAbsent(RowLocation.file(location), file -> new RoaringBitmap())
        .add(RowLocation.row(location));
  }

  void add(int file, RoaringBitmap numbers) {
    rows.computeIfAbsent(file, unseen -> new RoaringBitmap()).or(numbers);
  }

  RoaringBitmap in(int file) {
    return rows.getOrDefault(file, new RoaringBitmap());
  }

  void forEach(BiConsumer<Integer, RoaringBitmap> consumer) {
    rows.forEach(consumer);
  }

  void clear() {
    rows.clear();
  }
}
