package io.alluvium.connectors.delta.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.kernel.internal.deletionvectors.DeletionVectorUtils;
import io.delta.kernel.internal.deletionvectors.RoaringBitmapArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

class DeletionVectorStoreTest {
  @TempDir Path folder;
  private DeletionVectorStore store;

  @BeforeEach
  void open() {
    store = new DeletionVectorStore(folder.toUri().toString());
  }

  @Test
  void severalVectorsShareAFileAndAreReadBackByUsAndByKernel() throws Exception {
    RoaringBitmap few = RoaringBitmap.bitmapOf(0, 7, 65_535, 65_536, Integer.MAX_VALUE);
    RoaringBitmap dense = new RoaringBitmap();
    dense.add(100L, 300_000L);
    RoaringBitmap random = new RoaringBitmap();
    new Random(1).ints(50_000, 0, 3_000_000).forEach(random::add);
    List<RoaringBitmap> written = List.of(few.clone(), dense.clone(), random.clone());

    List<DeletionVector> vectors = store.write(written);

    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".bin"))).hasSize(1);
    }
    assertThat(store.read(vectors.get(0))).isEqualTo(few);
    assertThat(store.read(vectors.get(1))).isEqualTo(dense);
    assertThat(store.read(vectors.get(2))).isEqualTo(random);
    for (int i = 0; i < vectors.size(); i++) {
      assertThat(readWithKernel(vectors.get(i))).isEqualTo(written.get(i).toArray());
      assertThat(vectors.get(i).cardinality()).isEqualTo(written.get(i).getLongCardinality());
    }
  }

  private int[] readWithKernel(DeletionVector vector) {
    RoaringBitmapArray rows =
        DeletionVectorUtils.loadNewDvAndBitmap(
                Engines.forTable(folder.toString()),
                folder.toString(),
                ActionRows.toDescriptor(vector))
            ._2;
    return java.util.Arrays.stream(rows.toArray()).mapToInt(Math::toIntExact).toArray();
  }

  @Test
  void noVectorMeansNoRowAndWritesNoFile() throws Exception {
    assertThat(store.read(null).isEmpty()).isTrue();
    assertThat(store.write(List.of())).isEmpty();
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void tellsADamagedFile() throws Exception {
    DeletionVector vector =
        store.write(List.of(RoaringBitmap.bitmapOf(IntStream.range(0, 500).toArray()))).get(0);
    Path file;
    try (var files = Files.list(folder)) {
      file = files.filter(found -> found.toString().endsWith(".bin")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> store.read(vector)).hasMessageContaining("wrong checksum");
  }
}
