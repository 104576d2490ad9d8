package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

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

  private static void write(SinkUnderTest sink, String value) throws Exception {
    for (int id = 0; id < KEYS; id++) {
      sink.change(RowKind.UPDATE_AFTER, id, null, value + "-".repeat(1_000));
    }
  }

  private static SnowflakeTarget target(String table, String staleness) {
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.TABLE, table);
    options.setString("sink.staleness", staleness);
    return server.target(SinkUnderTest.ROW_TYPE, List.of("id"), options);
  }
}
