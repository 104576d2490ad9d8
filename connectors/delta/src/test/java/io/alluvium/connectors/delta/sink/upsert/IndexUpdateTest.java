package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVectorStore;
import io.alluvium.connectors.delta.parquet.DataFileWriter;
import io.alluvium.connectors.delta.parquet.ParquetSettings;
import io.alluvium.connectors.delta.parquet.StatisticsColumns;
import io.alluvium.connectors.delta.sink.FileLayout;
import io.alluvium.connectors.delta.sink.PartialUpdate;
import io.alluvium.connectors.delta.sink.PrimaryKeySelector;
import io.alluvium.connectors.delta.sink.WriteBuffers;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

class IndexUpdateTest {
  private static final int OWN = 5;
  private static final int OTHERS_FIRST = -1;
  private static final int OTHERS_SECOND = -2;

  private final RowData row = ForeignWriter.row("a", 1, "note");
  private final KeyIndex index = new HeapKeyIndex();
  private final RowsByFile deleted = new RowsByFile();

  @TempDir Path folder;

  private DeletionVectorStore vectors;
  private BinaryRowData key;
  private IndexUpdate update;

  @BeforeEach
  void open() throws Exception {
    UpsertSettings settings =
        new UpsertSettings(
            new FileLayout(
                folder.toString(),
                Changelog.ROW_TYPE,
                List.of(),
                ParquetSettings.DEFAULT,
                StatisticsColumns.DEFAULT),
            WriteBuffers.DEFAULT,
            "test",
            Changelog.KEY,
            PartialUpdate.none(Changelog.ROW_TYPE),
            0,
            "0",
            CompactionSettings.OFF);
    vectors = new DeletionVectorStore(folder.toString());
    key = new PrimaryKeySelector(Changelog.ROW_TYPE, Changelog.KEY).getKey(row);
    update = new IndexUpdate(index, deleted, KeysOfFile.keys(settings, any -> true), vectors);
  }

  @Test
  void followsARowThatAnotherWriterMoved() throws Exception {
    index.put(key, RowLocation.of(OWN, 0));

    update.apply(
        news(
            List.of(new NumberedFile(OWN, write())),
            List.of(new NumberedFile(OTHERS_FIRST, write())),
            List.of()));

    assertThat(index.get(key)).isEqualTo(RowLocation.of(OTHERS_FIRST, 0));
    assertThat(deletedRows()).isEmpty();
  }

  @Test
  void deletesAnotherWritersCopyOfARowThatThisSinkChangedSince() throws Exception {
    index.put(key, RowLocation.of(OWN, 0));

    update.apply(
        news(
            List.of(new NumberedFile(OTHERS_FIRST, write())),
            List.of(new NumberedFile(OTHERS_SECOND, write())),
            List.of()));

    assertThat(index.get(key)).isEqualTo(RowLocation.of(OWN, 0));
    assertThat(deletedRows()).containsExactly(RowLocation.of(OTHERS_SECOND, 0));
  }

  /**
   * The sink moved the row while another writer changed it in its old place; then that one changed
   * it in the new place as well.
   */
  @Test
  void followsARowThatWasTakenFromItsOldPlaceAndThenFromItsNew() throws Exception {
    index.put(key, RowLocation.of(OWN, 0));
    DataFile own = write();
    DataFile shrunk =
        DataFiles.withVector(own, vectors.write(List.of(RoaringBitmap.bitmapOf(0))).get(0));

    update.apply(
        news(
            List.of(new NumberedFile(OTHERS_FIRST, write())),
            List.of(new NumberedFile(OTHERS_SECOND, write())),
            List.of(new TableNews.Shrunk(OWN, own, shrunk))));

    assertThat(index.get(key)).isEqualTo(RowLocation.of(OTHERS_SECOND, 0));
    assertThat(deletedRows()).isEmpty();
  }

  /** As the job does from whose state this one was restored, under another sink id. */
  @Test
  void followsARowThatWasMovedAloneOutOfItsFile() throws Exception {
    index.put(key, RowLocation.of(OWN, 0));
    DataFile own = write();
    DataFile shrunk =
        DataFiles.withVector(own, vectors.write(List.of(RoaringBitmap.bitmapOf(0))).get(0));

    update.apply(
        new TableNews(
            1,
            0,
            List.of(),
            List.of(new NumberedFile(OTHERS_FIRST, write())),
            List.of(new TableNews.Shrunk(OWN, own, shrunk)),
            false,
            List.of(),
            List.of()));

    assertThat(index.get(key)).isEqualTo(RowLocation.of(OTHERS_FIRST, 0));
    assertThat(deletedRows()).isEmpty();
  }

  private static TableNews news(
      List<NumberedFile> removed, List<NumberedFile> added, List<TableNews.Shrunk> shrunk) {
    return new TableNews(1, 0, removed, added, shrunk, true, List.of(), List.of());
  }

  private DataFile write() throws Exception {
    String name = "file-" + System.nanoTime() + ".parquet";
    try (DataFileWriter writer = new DataFileWriter(folder.toString(), name, Changelog.ROW_TYPE)) {
      writer.write(row);
      return writer.finish();
    }
  }

  private Set<Long> deletedRows() {
    Set<Long> locations = new HashSet<>();
    deleted.forEach(
        (file, rows) -> rows.forEach((int number) -> locations.add(RowLocation.of(file, number))));
    return locations;
  }
}
