package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeletionVector;
import io.alluvium.fixtures.StateFixture;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;

/** Savepoints of former releases stay readable. */
class StateFixturesTest {
  private static final DataFile FILE =
      new DataFile(
          "day=2026-01-01/part-1.parquet",
          4711,
          1_767_225_600_000L,
          Map.of("day", "2026-01-01"),
          "{\"numRecords\":3}",
          new DeletionVector("u", "vmBxD3<&", 1, 36, 2));

  private static final SimpleVersionedSerializer<WatcherState> POSITION =
      StateFixture.form(2, WatcherState::toBytes, WatcherState::fromBytes);

  private static final Map<String, Integer> FOREIGN = new LinkedHashMap<>();

  static {
    FOREIGN.put("a%20ü.parquet", -2);
    FOREIGN.put("b.parquet", -3);
  }

  @Test
  void positionsInTheLog() throws Exception {
    StateFixture.holds(
        "delta-position", POSITION, new WatcherState(7, "1f0c9a2e", -4, FOREIGN, "job/4"), 2);
  }

  @Test
  void positionsThatDidNotNameTheSink() throws Exception {
    StateFixture.reads(
        "delta-position", POSITION, 1, new WatcherState(7, "1f0c9a2e", -4, FOREIGN, ""));
  }

  @Test
  void filesOfOtherWriters() throws Exception {
    FilesById files = new FilesById("/lake/orders", "1f0c9a2e");
    files.begin(7, List.of(new NumberedFile(-2, FILE), new NumberedFile(-3, FILE)));
    StateFixture.holds(
        "delta-foreign-files",
        StateFixture.form(
            1,
            FilesById::stateBytes,
            bytes -> {
              FilesById restored = new FilesById("/lake/orders", "1f0c9a2e");
              restored.restore(bytes);
              return restored;
            }),
        files,
        1,
        restored ->
            List.of(restored.get(-2), restored.get(-3), ByteBuffer.wrap(restored.stateBytes())));
  }

  @Test
  void ownedFiles() throws Exception {
    ownedFileStaysReadable("delta-owned-file", FILE);
  }

  @Test
  void ownedFilesWithAnInlineVector() throws Exception {
    ownedFileStaysReadable(
        "delta-owned-file-inline",
        new DataFile(
            "part-2.parquet",
            1,
            2,
            Map.of(),
            null,
            new DeletionVector("i", "wi5b=000010000", null, 40, 6)));
  }

  private static void ownedFileStaysReadable(String name, DataFile file) throws Exception {
    StateFixture.holds(
        name,
        StateFixture.form(1, DeletionVectorWriter::encode, DeletionVectorWriter::decode),
        file,
        1);
  }
}
