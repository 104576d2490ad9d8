package io.alluvium.connectors.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitAggregatorTest {
  @TempDir Path folder;

  @Test
  void aCommitHoldsWhatAllWritersDid() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator = open()) {
      send(aggregator, List.of(file("b")), List.of(file("a")));
      send(aggregator, List.of(file("d")), List.of());

      aggregator.prepareSnapshotPreBarrier(1);

      DeltaCommit commit = onlyCommit(aggregator);
      assertThat(commit.added()).containsExactly(file("b"), file("d"));
      assertThat(commit.removed()).containsExactly(file("a"));
      assertThat(commit.sequence()).isEqualTo(1);
    }
  }

  @Test
  void afterAnAbortedCheckpointAFileReplacedInBetweenIsNeitherAddedNorRemoved() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator = open()) {
      send(aggregator, List.of(file("b")), List.of(file("a")));
      send(aggregator, List.of(file("c")), List.of(file("b")));

      aggregator.prepareSnapshotPreBarrier(2);

      DeltaCommit commit = onlyCommit(aggregator);
      assertThat(commit.added()).containsExactly(file("c"));
      assertThat(commit.removed()).containsExactly(file("a"));
    }
  }

  @Test
  void makesNoCommitOfNothing() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator = open()) {
      send(aggregator, List.of(file("a")), List.of());
      send(aggregator, List.of(), List.of(file("a")));

      aggregator.prepareSnapshotPreBarrier(1);

      assertThat(aggregator.getOutput()).isEmpty();
    }
  }

  @Test
  void movesAreACommitOfTheirOwn() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator = open()) {
      send(aggregator, moving(1, List.of(), List.of(file("from"))));
      send(aggregator, moving(1, List.of(file("to")), List.of()));

      aggregator.prepareSnapshotPreBarrier(1);

      DeltaCommit commit = onlyCommit(aggregator);
      assertThat(commit.added()).containsExactly(file("to"));
      assertThat(commit.removed()).containsExactly(file("from"));
      assertThat(commit.dataChange()).isFalse();
    }
  }

  /** One owner got the barrier of the first checkpoint, the other not, and then it was aborted. */
  @Test
  void afterAnAbortedCheckpointMovesAndChangesAreOneCommit() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator = open()) {
      send(aggregator, moving(1, List.of(), List.of(file("from"))));
      send(aggregator, moving(FileChanges.SEVERAL, List.of(file("to")), List.of()));
      send(aggregator, moving(2, List.of(), List.of(file("later"))));

      aggregator.prepareSnapshotPreBarrier(2);

      DeltaCommit commit = onlyCommit(aggregator);
      assertThat(commit.added()).containsExactly(file("to"));
      assertThat(commit.removed()).containsExactly(file("from"), file("later"));
      assertThat(commit.dataChange()).isTrue();
    }
  }

  private static FileChanges moving(long checkpoint, List<DataFile> added, List<DataFile> removed) {
    return new FileChanges(
        checkpoint,
        List.of(),
        List.of(),
        new FileChanges.Moves(added, removed),
        DeltaCommit.UNREAD);
  }

  private OneInputStreamOperatorTestHarness<byte[], byte[]> open() throws Exception {
    TableDescription description =
        new TableDescription(SinkTestJob.ROW_TYPE, List.of(), List.of("id"), Map.of(), "");
    OneInputStreamOperatorTestHarness<byte[], byte[]> harness =
        new OneInputStreamOperatorTestHarness<>(
            new CommitAggregator(
                new SinkIdentity("test", null, false),
                folder.resolve("table").toString(),
                description,
                new CommitAggregator.Start(CommitAggregator.FreshStart.EMPTY_TABLE, "test")));
    harness.open();
    return harness;
  }

  private static void send(
      OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator,
      List<DataFile> added,
      List<DataFile> removed)
      throws Exception {
    send(aggregator, new FileChanges(added, removed));
  }

  private static void send(
      OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator, FileChanges changes)
      throws Exception {
    aggregator.processElement(new StreamRecord<>(FileChangesSerializer.toBytes(changes)));
  }

  private static DeltaCommit onlyCommit(
      OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator) throws Exception {
    assertThat(aggregator.getOutput()).hasSize(1);
    StreamRecord<?> output = (StreamRecord<?>) aggregator.getOutput().peek();
    return DeltaCommittableSerializer.fromBytes((byte[]) output.getValue()).commit();
  }

  private static DataFile file(String name) {
    return new DataFile(name + ".parquet", 100, 1, Map.of(), null, null);
  }
}
