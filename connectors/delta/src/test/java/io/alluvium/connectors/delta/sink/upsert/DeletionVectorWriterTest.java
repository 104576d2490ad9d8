package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.sink.FileChanges;
import io.alluvium.connectors.delta.sink.FileChangesSerializer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

class DeletionVectorWriterTest {
  @TempDir Path folder;

  @Test
  void tellsChangesAndMovesApart() throws Exception {
    try (Harness owner = open()) {
      send(owner, 1, 7, FileEvent.of(FileEvent.Kind.WRITTEN, file("a")));
      owner.prepareSnapshotPreBarrier(1);
      send(owner, 2, 7, FileEvent.of(FileEvent.Kind.DELETED, RoaringBitmap.bitmapOf(0, 1)));
      send(owner, 2, 7, FileEvent.of(FileEvent.Kind.MOVED_AWAY, RoaringBitmap.bitmapOf(2, 3)));
      owner.prepareSnapshotPreBarrier(2);

      List<FileChanges> announced = announced(owner);
      assertThat(announced).hasSize(2);
      assertThat(announced.get(0).added()).containsExactly(file("a"));
      FileChanges second = announced.get(1);
      assertThat(second.checkpoint()).isEqualTo(2);
      assertThat(second.removed()).containsExactly(file("a"));
      assertThat(second.added()).hasSize(1);
      assertThat(second.added().get(0).deletionVector().cardinality()).isEqualTo(2);
      // No row is left: the file leaves the table.
      assertThat(second.moved().removed()).isEqualTo(second.added());
      assertThat(second.moved().added()).isEmpty();
    }
  }

  /** A row moved here before the aborted checkpoint is deleted after it. */
  @Test
  void saysWhereAnAbortedCheckpointLiesInBetween() throws Exception {
    try (Harness owner = open()) {
      send(owner, 1, 7, FileEvent.of(FileEvent.Kind.MOVED_HERE, file("a")));
      send(owner, 2, 7, FileEvent.of(FileEvent.Kind.DELETED, RoaringBitmap.bitmapOf(0)));
      owner.prepareSnapshotPreBarrier(2);
      send(owner, 3, 7, FileEvent.of(FileEvent.Kind.DELETED, RoaringBitmap.bitmapOf(1)));
      owner.prepareSnapshotPreBarrier(3);

      assertThat(announced(owner))
          .extracting(FileChanges::checkpoint)
          .containsExactly(FileChanges.SEVERAL, 3L);
    }
  }

  private Harness open() throws Exception {
    Harness harness = new Harness(folder);
    harness.open();
    return harness;
  }

  private static void send(Harness owner, long checkpoint, int file, FileEvent event)
      throws Exception {
    owner.processElement(new StreamRecord<>(Tuple2.of(file, event.before(checkpoint).toBytes())));
  }

  private static List<FileChanges> announced(Harness owner) throws Exception {
    List<FileChanges> announced = new ArrayList<>();
    for (Object output : owner.getOutput()) {
      announced.add(
          FileChangesSerializer.fromBytes((byte[]) ((StreamRecord<?>) output).getValue()));
    }
    return announced;
  }

  private static DataFile file(String name) {
    return new DataFile(name + ".parquet", 100, 1, Map.of(), "{\"numRecords\":4}", null);
  }

  private static final class Harness
      extends KeyedOneInputStreamOperatorTestHarness<Integer, Tuple2<Integer, byte[]>, byte[]> {
    Harness(Path folder) throws Exception {
      super(new DeletionVectorWriter(folder.toString()), event -> event.f0, Types.INT);
    }
  }
}
