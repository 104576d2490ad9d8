package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes whose flush is not due yet, across restarts. */
class WaitingChangesITCase {
  private static final int KEYS = 500;

  private static SnowflakeServer server;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    server = SnowflakeServer.start(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void findTheirTasksWhenThereAreMoreAndFewer() throws Exception {
    SnowflakeTarget waiting = target("rescaled", "1 h");
    OperatorSubtaskState state;
    try (SinkUnderTest sink = new SinkUnderTest(waiting, null)) {
      for (int id = 0; id < KEYS; id++) {
        sink.change(RowKind.INSERT, id, null, "one task");
      }
      state = sink.checkpoint(1).state();
    }
    KeyHashSelector selector = new KeyHashSelector(waiting.config().layout());
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (int task = 0; task < 3; task++) {
      try (SinkUnderTest sink = sink(waiting, state, 1, 3, task)) {
        for (int id = 0; id < KEYS; id += 7) {
          int hash = selector.getKey(SinkUnderTest.row(RowKind.INSERT, id, null, ""));
          if (KeyHash.task(hash, 3) == task) {
            sink.change(RowKind.UPDATE_AFTER, id, null, "three tasks");
          }
        }
        states.add(sink.checkpoint(2).state());
      }
    }
    OperatorSubtaskState packed =
        AbstractStreamOperatorTestHarness.repackageState(
            states.toArray(OperatorSubtaskState[]::new));
    SnowflakeTarget due = target("rescaled", "0 s");
    TreeMap<String, String> expected = new TreeMap<>();
    for (int id = 0; id < KEYS; id++) {
      expected.put(Integer.toString(id), id % 7 == 0 ? "three tasks" : "one task");
    }
    for (int task = 0; task < 2; task++) {
      try (SinkUnderTest sink = sink(due, packed, 3, 2, task)) {
        sink.checkpointAndApply(3);
      }
    }
    assertThat(server.map("SELECT id, val FROM rescaled")).isEqualTo(expected);
    // Each of them once: no task has kept what is another's.
    assertThat(
            server.query(
                "SELECT count(*), sum(row_count), min(row_count) > 100 FROM alluvium_ledger WHERE"
                    + " table_name = 'RESCALED'"))
        .containsExactly(List.of("2", Integer.toString(KEYS), "true"));
  }

  private static SinkUnderTest sink(
      SnowflakeTarget target, OperatorSubtaskState state, int before, int tasks, int task)
      throws Exception {
    return new SinkUnderTest(
        target,
        AbstractStreamOperatorTestHarness.repartitionOperatorState(
            state, SinkUnderTest.MOST_TASKS, before, tasks, task),
        tasks,
        task,
        BatchApplier.MOST_PENDING);
  }

  @Test
  void areCompressedBeforeTheirTimeWhereThereAreManyAndAreNotLost() throws Exception {
    SnowflakeTarget waiting = target("many", "1 h");
    SinkUnderTest.Snapshot snapshot;
    try (SinkUnderTest sink = new SinkUnderTest(waiting, null, 1, 0, 64 * 1024)) {
      write(sink, "first");
      write(sink, "second");
      snapshot = sink.checkpoint(1);
      sink.complete(snapshot);
      assertThat(sink.batchesWaiting()).isZero();
    }
    try (SinkUnderTest sink =
        new SinkUnderTest(target("many", "0 s"), snapshot.state(), 1, 0, 64 * 1024)) {
      sink.checkpointAndApply(2);
    }
    assertThat(server.map("SELECT val, count(*) FROM many GROUP BY ALL"))
        .containsOnlyKeys("second" + "-".repeat(1_000))
        .containsValue(Integer.toString(KEYS));
    assertThat(server.query("SELECT count(*) > 5 FROM alluvium_ledger WHERE table_name = 'MANY'"))
        .containsExactly(List.of("true"));
  }

  /** Otherwise a job is asked for ever when what it has is in the table. */
  @Test
  void areOfNoTaskThatHasNone() throws Exception {
    SnowflakeTarget waiting = target("one", "1 h");
    OperatorSubtaskState state;
    try (SinkUnderTest sink = new SinkUnderTest(waiting, null)) {
      sink.change(RowKind.INSERT, 1, null, "of one task");
      state = sink.checkpoint(1).state();
    }
    int haveSome = 0;
    for (int task = 0; task < 3; task++) {
      try (SinkUnderTest sink = sink(waiting, state, 1, 3, task)) {
        haveSome += sink.checkpoint(2).entries(WaitingChanges.CHANGES);
      }
    }
    assertThat(haveSome).isEqualTo(1);
  }

  @Test
  void ofManyTasksAreCompressedWhereOneGetsThemAll() throws Exception {
    int most = 64 * 1024;
    SnowflakeTarget waiting = target("packed", "1 h");
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (int task = 0; task < 3; task++) {
      try (SinkUnderTest sink = new SinkUnderTest(waiting, null, 3, task, most)) {
        for (int id = 0; id < 50; id++) {
          sink.change(RowKind.INSERT, 100 * task + id, null, "-".repeat(1_000));
        }
        states.add(sink.checkpoint(1).state());
      }
    }
    OperatorSubtaskState packed =
        AbstractStreamOperatorTestHarness.repackageState(
            states.toArray(OperatorSubtaskState[]::new));
    SnowflakeTarget due = target("packed", "0 s");
    try (SinkUnderTest sink =
        new SinkUnderTest(
            due,
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                packed, SinkUnderTest.MOST_TASKS, 3, 1, 0),
            1,
            0,
            most)) {
      sink.checkpointAndApply(2);
    }
    assertThat(server.query("SELECT count(*) FROM packed")).containsExactly(List.of("150"));
    assertThat(server.query("SELECT count(*) > 1 FROM alluvium_ledger WHERE table_name = 'PACKED'"))
        .containsExactly(List.of("true"));
  }

  /** Nobody tells a task that a savepoint is complete. */
  @Test
  void ofASavepointAreAppliedWhenAJobWithoutCheckpointsEnds() throws Exception {
    try (SinkUnderTest sink = SinkUnderTest.withoutCheckpoints(target("ended", "0 s"))) {
      sink.change(RowKind.INSERT, 1, null, "before the savepoint");
      sink.checkpoint(1);
      sink.change(RowKind.INSERT, 2, null, "behind it");
      sink.endInput();
      assertThat(sink.batchesWaiting()).isZero();
    }
    assertThat(server.map("SELECT id, val FROM ended"))
        .containsExactly(entry("1", "before the savepoint"), entry("2", "behind it"));
  }

  @Test
  void ofOtherColumnsAreNotAppliedButMayHaveBeen() throws Exception {
    SnowflakeTarget former = target("columns", "0 s");
    SinkUnderTest.Snapshot snapshot;
    try (SinkUnderTest sink = new SinkUnderTest(former, null)) {
      sink.change(RowKind.INSERT, 1, null, "a");
      sink.checkpointAndApply(1);
      sink.change(RowKind.INSERT, 2, null, "b");
      snapshot = sink.checkpoint(2);
    }
    Configuration options = new Configuration();
    options.setString("column.types.val", "VARCHAR(40)");
    SnowflakeTarget other = target("columns", "0 s", options);
    try (SinkUnderTest sink = new SinkUnderTest(other, snapshot)) {
      assertThatThrownBy(() -> sink.awaitApplied(snapshot))
          .isInstanceOf(SnowflakeException.class)
          .hasMessageContaining("val VARCHAR\nand the table has now\n")
          .hasMessageContaining("--drain");
    }
    assertThat(server.map("SELECT id, val FROM columns")).containsOnlyKeys("1");
    try (SinkUnderTest sink = new SinkUnderTest(former, snapshot)) {
      sink.awaitApplied(snapshot);
    }
    try (SinkUnderTest sink = new SinkUnderTest(other, snapshot)) {
      sink.awaitApplied(snapshot);
      sink.change(RowKind.INSERT, 3, null, "c");
      sink.checkpointAndApply(3);
    }
    assertThat(server.map("SELECT id, val FROM columns")).containsOnlyKeys("1", "2", "3");
  }

  private static void write(SinkUnderTest sink, String value) throws Exception {
    for (int id = 0; id < KEYS; id++) {
      sink.change(RowKind.UPDATE_AFTER, id, null, value + "-".repeat(1_000));
    }
  }

  private static SnowflakeTarget target(String table, String staleness) {
    return target(table, staleness, new Configuration());
  }

  private static SnowflakeTarget target(String table, String staleness, Configuration more) {
    Configuration options = new Configuration(more);
    options.set(SnowflakeConnectorOptions.TABLE, table);
    options.setString("sink.staleness", staleness);
    return server.target(SinkUnderTest.ROW_TYPE, List.of("id"), options);
  }
}
