package io.alluvium.connectors.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import io.alluvium.connectors.delta.kernel.Overwrite;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.lint.WithoutLint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithoutLint(value = "The log names files that are not written.", of = WithoutLint.Part.DATA_FILES)
class AppendAggregatorTest {
  private static final RowType NARROW = type("id", new BigIntType());
  private static final RowType WIDE =
      RowType.of(
          new LogicalType[] {new BigIntType(), VarCharType.STRING_TYPE},
          new String[] {"id", "note"});
  private static final SinkIdentity SINK = new SinkIdentity("sink", null, false);

  @TempDir Path folder;

  @Test
  void eachTableHasCommitsOfItsOwnNumberedFromOne() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator = open(SINK, null, null)) {
      send(aggregator, "a", NARROW, "1");
      send(aggregator, "b", NARROW, "2");
      send(aggregator, "a", WIDE, "3");
      aggregator.prepareSnapshotPreBarrier(1);
      send(aggregator, "b", NARROW, "4");
      aggregator.prepareSnapshotPreBarrier(2);

      List<DeltaCommittable> commits = commits(aggregator);
      assertThat(commits).hasSize(3);
      assertThat(commits.get(0).target().tablePath()).isEqualTo(path("a"));
      assertThat(commits.get(0).commit().added()).containsExactly(file("1"), file("3"));
      assertThat(commits.get(0).target().terms().columns()).containsExactly(NARROW, WIDE);
      assertThat(commits.get(1).commit().sequence()).isEqualTo(1);
      assertThat(commits.get(2).target().tablePath()).isEqualTo(path("b"));
      assertThat(commits.get(2).commit().sequence()).isEqualTo(2);
    }
  }

  @Test
  void numbersGoOnFromTheStateAndStopWhereATableIsAhead() throws Exception {
    OperatorSubtaskState state;
    try (OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator = open(SINK, null, null)) {
      send(aggregator, "a", NARROW, "1");
      aggregator.prepareSnapshotPreBarrier(1);
      state = aggregator.snapshot(1, 1);
    }
    commit("a", SINK, 1);
    try (OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator = open(SINK, null, state)) {
      send(aggregator, "a", NARROW, "2");
      aggregator.prepareSnapshotPreBarrier(2);
      assertThat(commits(aggregator).get(0).commit().sequence()).isEqualTo(2);
    }
    commit("a", SINK, 2);

    assertThatThrownBy(() -> open(SINK, null, state))
        .isInstanceOf(SuppressRestartsException.class)
        .cause()
        .hasMessageContaining("restored from a state that ends at commit 1")
        .hasMessageContaining("another 'sink.generation'")
        .hasMessageContaining("restore this one to version 1");
  }

  @Test
  void aTableThatTheStateDoesNotKnowMustNotHoldCommitsOfTheSink() throws Exception {
    commit("a", SINK, 1);
    try (OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator = open(SINK, null, null)) {
      send(aggregator, "a", NARROW, "1");

      assertThatThrownBy(() -> aggregator.prepareSnapshotPreBarrier(1))
          .isInstanceOf(SuppressRestartsException.class)
          .cause()
          .hasMessageContaining("starts without state");
    }
  }

  @Test
  void aNewGenerationBeginsAtOneAgain() throws Exception {
    OperatorSubtaskState state;
    try (OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator = open(SINK, null, null)) {
      send(aggregator, "a", NARROW, "1");
      aggregator.prepareSnapshotPreBarrier(1);
      state = aggregator.snapshot(1, 1);
    }
    commit("a", SINK, 1);
    commit("a", SINK, 2);
    try (OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator =
        open(new SinkIdentity("sink", "2", false), null, state)) {
      send(aggregator, "a", NARROW, "2");
      aggregator.prepareSnapshotPreBarrier(2);

      DeltaCommit commit = commits(aggregator).get(0).commit();
      assertThat(commit.sequence()).isEqualTo(1);
      assertThat(commit.sinkId()).isEqualTo("sink@2");
    }
  }

  @Test
  void aSingleRunThatIsTriedAgainMakesTheSameCommit() throws Exception {
    SinkIdentity run = new SinkIdentity("run-7", null, true);
    List<DeltaCommit> made = new ArrayList<>();
    for (int attempt = 0; attempt < 2; attempt++) {
      try (OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator =
          open(run, ownTable(null), null)) {
        send(aggregator, "own", null, "file" + attempt);
        aggregator.endInput();
        made.add(commits(aggregator).get(0).commit());
      }
      try (DeltaTableCommitter committer = new DeltaTableCommitter(DeltaTable.at(path("own")))) {
        assertThat(committer.commit(made.get(attempt))).isEqualTo(attempt == 0);
      }
    }

    assertThat(DeltaTable.at(path("own")).snapshot().files())
        .extracting(DataFile::path)
        .containsExactly("file0.parquet");
  }

  @Test
  void anOverwriteIsCommittedAlsoWithoutRowsAndOnlyAtTheEnd() throws Exception {
    try (OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator =
        open(SINK, ownTable(Overwrite.table()), null)) {
      aggregator.endInput();

      assertThat(commits(aggregator)).hasSize(1);
      assertThat(commits(aggregator).get(0).target().terms().overwrite())
          .isEqualTo(Overwrite.table());
      assertThatThrownBy(() -> aggregator.prepareSnapshotPreBarrier(1))
          .hasRootCauseMessage(
              "Table "
                  + path("own")
                  + " is to be overwritten at the end of a job, but this job runs in streaming mode."
                  + " Run it in batch mode ('execution.runtime-mode' = 'batch').");
    }
  }

  private AppendAggregator.OwnTable ownTable(Overwrite overwrite) {
    return new AppendAggregator.OwnTable(
        path("own"),
        new TableDescription(NARROW, List.of(), List.of(), Map.of(), ""),
        false,
        overwrite);
  }

  private OneInputStreamOperatorTestHarness<byte[], byte[]> open(
      SinkIdentity identity, AppendAggregator.OwnTable ownTable, OperatorSubtaskState state)
      throws Exception {
    OneInputStreamOperatorTestHarness<byte[], byte[]> harness =
        new OneInputStreamOperatorTestHarness<>(new AppendAggregator(identity, ownTable));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private void send(
      OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator,
      String table,
      RowType rowType,
      String file)
      throws Exception {
    TableDescription description =
        rowType == null
            ? null
            : new TableDescription(rowType, List.of(), List.of(), Map.of("p", "v"), "comment");
    aggregator.processElement(
        new StreamRecord<>(
            TableAppendSerializer.toBytes(
                new TableAppend(path(table), description, List.of(file(file))))));
  }

  private static List<DeltaCommittable> commits(
      OneInputStreamOperatorTestHarness<byte[], byte[]> aggregator) throws Exception {
    List<DeltaCommittable> commits = new ArrayList<>();
    for (Object output : aggregator.getOutput()) {
      commits.add(
          DeltaCommittableSerializer.fromBytes((byte[]) ((StreamRecord<?>) output).getValue()));
    }
    return commits;
  }

  private void commit(String table, SinkIdentity sink, long sequence) {
    DeltaTable delta = DeltaTable.at(path(table));
    delta.createIfAbsent(new TableDescription(NARROW, List.of(), List.of(), Map.of(), ""));
    try (DeltaTableCommitter committer = new DeltaTableCommitter(delta)) {
      committer.commit(
          new DeltaCommit(
              sink.applicationId(),
              sequence,
              "t" + sequence,
              List.of(file("f" + sequence)),
              List.of()));
    }
  }

  private String path(String table) {
    return folder.resolve(table).toString();
  }

  private static DataFile file(String name) {
    return new DataFile(name + ".parquet", 100, 1, Map.of(), null, null);
  }

  private static RowType type(String name, LogicalType type) {
    return RowType.of(new LogicalType[] {type}, new String[] {name});
  }
}
