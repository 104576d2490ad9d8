package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that has not any more what was written to it. */
class StoreLossITCase {
  private static SnowflakeServer server;
  private static int tables;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    server = SnowflakeServer.start(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE %s__ROWS",
        "DELETE FROM %s__ROWS",
        "DELETE FROM ALLUVIUM_LEDGER WHERE TABLE_NAME = '%s'",
        "DROP TABLE ALLUVIUM_LEDGER"
      })
  void isSeenBeforeTheNextCheckpointAndFilledAgainWithoutState(String loss) throws Exception {
    String table = "LOST" + tables++;
    SnowflakeTarget target = target(table);
    SinkUnderTest.Snapshot snapshot = written(target);
    execute(String.format(loss, table));

    try (SinkUnderTest sink = new SinkUnderTest(target, snapshot)) {
      assertThatThrownBy(() -> sink.checkpoint(3))
          .isInstanceOf(StoreLostException.class)
          .hasMessage(
              "Snowflake table DB.S."
                  + table
                  + " has lost what the job had written to it: run the job anew without its state,"
                  + " so that it writes every row again.");
    }
    try (SinkUnderTest sink = new SinkUnderTest(target, null)) {
      sink.change(RowKind.INSERT, 1, null, "a");
      sink.checkpointAndApply(1);
    }
    assertThat(server.map("SELECT id, val FROM " + table)).containsOnly(Map.entry("1", "a"));
  }

  /** As a schema is that was made anew. */
  @Test
  void aSchemaThatHasNoTableOfTheSinkIsLostIfOneCanBeMade() throws Exception {
    SnowflakeTarget target = target("GONE");
    SinkUnderTest.Snapshot snapshot = written(target);
    for (String table : target.config().layout().tables()) {
      execute((table.equals("GONE") ? "DROP VIEW " : "DROP TABLE ") + table);
    }
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.SCHEMA_CHANGES, SchemaChanges.NONE);
    // The role may have lost the sight of them.
    try (SinkUnderTest sink = new SinkUnderTest(target("GONE", options), snapshot)) {
      assertThatThrownBy(() -> sink.checkpoint(3))
          .isInstanceOf(SnowflakeException.class)
          .hasMessageContaining("does not exist or not authorized")
          .hasMessageContaining("check that the role may use it")
          .hasMessageContaining("run the job anew without its state");
    }
    for (int twice = 0; twice < 2; twice++) {
      try (SinkUnderTest sink = new SinkUnderTest(target, snapshot)) {
        assertThatThrownBy(() -> sink.checkpoint(3)).isInstanceOf(StoreLostException.class);
      }
    }
  }

  /** It would make the table anew, with the rows of one batch, and the next start find it. */
  @Test
  void noBatchThatWaitsIsAppliedToATableThatIsLost() throws Exception {
    SnowflakeTarget target = target("WAITING");
    SinkUnderTest.Snapshot snapshot;
    try (SinkUnderTest sink = new SinkUnderTest(target, written(target))) {
      sink.change(RowKind.INSERT, 2, null, "b");
      snapshot = sink.checkpoint(3);
    }
    execute("DELETE FROM WAITING__ROWS");
    try (SinkUnderTest sink = new SinkUnderTest(target, snapshot)) {
      assertThatThrownBy(() -> sink.checkpoint(4)).isInstanceOf(StoreLostException.class);
      await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(5))
          .until(() -> server.query("SELECT id FROM WAITING__ROWS").isEmpty());
    }
  }

  @Test
  void aTableThatIsAsItWasGoesOn() throws Exception {
    SnowflakeTarget target = target("KEPT");
    SinkUnderTest.Snapshot snapshot = written(target);
    try (SinkUnderTest sink = new SinkUnderTest(target, snapshot)) {
      sink.change(RowKind.INSERT, 2, null, "b");
      sink.checkpointAndApply(3);
    }
    assertThat(server.map("SELECT id, val FROM kept")).containsOnlyKeys("1", "2");
  }

  /** Its rows were deleted, and their tombstones have ended. */
  @Test
  void aTableThatHasBecomeEmptyIsNotLost() throws Exception {
    SnowflakeTarget target = target("EMPTIED");
    SinkUnderTest.Snapshot snapshot = written(target);
    execute("DELETE FROM EMPTIED__ROWS");
    execute(
        "UPDATE ALLUVIUM_LEDGER SET APPLIED_AT = APPLIED_AT - INTERVAL 8 DAY WHERE TABLE_NAME ="
            + " 'EMPTIED'");
    try (SinkUnderTest sink = new SinkUnderTest(target, snapshot)) {
      sink.checkpoint(3);
      assertThat(sink.batchesWaiting()).isZero();
    }
  }

  /** With a row, and a checkpoint that knows that it was applied. */
  private static SinkUnderTest.Snapshot written(SnowflakeTarget target) throws Exception {
    try (SinkUnderTest sink = new SinkUnderTest(target, null)) {
      sink.change(RowKind.INSERT, 1, null, "a");
      sink.checkpointAndApply(1);
      return sink.checkpoint(2);
    }
  }

  private static void execute(String sql) throws Exception {
    try (Connection connection = server.snowflake().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("USE \"DB\".\"S\"");
      statement.execute(sql);
    }
  }

  private static SnowflakeTarget target(String table) {
    return target(table, new Configuration());
  }

  private static SnowflakeTarget target(String table, Configuration more) {
    Configuration options = new Configuration(more);
    options.set(SnowflakeConnectorOptions.TABLE, table);
    options.setString("sink.staleness", "0 s");
    return server.target(SinkUnderTest.ROW_TYPE, List.of("id"), options);
  }
}
