package io.alluvium.connectors.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.local.snowflake.StatementMoment;
import io.alluvium.local.snowflake.StatementTap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flush does, and what it says when it cannot. */
class BatchLoaderITCase {
  private static SnowflakeServer server;
  @TempDir private static Path directory;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(directory.resolve("snowflake"));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void aFlushIsTwoRequestsWhateverTheRows() throws Exception {
    SnowflakeTarget target = target("requests", new Configuration());
    BatchLoader loader = new BatchLoader(target.config(), target.lines());
    loader.load(batch(target, 1, 1));
    List<String> statements = new CopyOnWriteArrayList<>();
    server
        .snowflake()
        .tap(
            (moment, sql) -> {
              if (moment == StatementMoment.AFTER && sql.contains("REQUESTS")) {
                statements.add(sql.substring(0, sql.indexOf(' ')));
              }
              return true;
            });
    loader.load(batch(target, 2, 5_000));
    assertThat(statements).containsExactly("put", "COPY", "MERGE", "INSERT");
    assertThat(server.query("SELECT count(*) FROM requests")).containsExactly(List.of("5000"));
  }

  @Test
  void aRepeatedBatchChangesNothing() throws Exception {
    SnowflakeTarget target = target("repeated", new Configuration());
    Batch batch = batch(target, 1, 10);
    new BatchLoader(target.config(), target.lines()).load(batch);
    List<List<String>> rows = server.query("FROM repeated__rows ORDER BY id");
    new BatchLoader(target.config(), target.lines()).load(batch);
    assertThat(server.query("FROM repeated__rows ORDER BY id")).isEqualTo(rows);
    assertThat(server.query("SELECT row_count FROM alluvium_ledger WHERE table_name = 'REPEATED'"))
        .containsExactly(List.of("10"));
  }

  @Test
  void anOlderSavepointDoesNotTakeTheTableBackInTime() throws Exception {
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.VERSION_COLUMN, "ver");
    SnowflakeTarget target = target("savepoints", options);
    SinkUnderTest.Snapshot savepoint;
    try (SinkUnderTest sink = new SinkUnderTest(target, null)) {
      sink.change(RowKind.INSERT, 1, 1L, "old");
      sink.change(RowKind.INSERT, 2, 1L, "old");
      savepoint = sink.checkpointAndApply(1);
      sink.change(RowKind.UPDATE_AFTER, 1, 5L, "new");
      sink.change(RowKind.DELETE, 2, 5L, "old");
      sink.checkpointAndApply(2);
    }
    try (SinkUnderTest sink = new SinkUnderTest(target, savepoint)) {
      sink.change(RowKind.UPDATE_AFTER, 1, 3L, "between");
      sink.change(RowKind.UPDATE_AFTER, 2, 3L, "between");
      sink.checkpointAndApply(3);
    }
    assertThat(server.map("SELECT id, val FROM savepoints")).containsOnly(Map.entry("1", "new"));
    assertThat(server.query("SELECT id, ver, val, _version FROM savepoints__rows WHERE _deleted"))
        .hasSize(1)
        .allSatisfy(row -> assertThat(row).containsExactly("2", null, null, "5"));
  }

  @Test
  void aTableMayHaveAWordOfSqlAsItsName() throws Exception {
    try (SinkUnderTest sink = new SinkUnderTest(target("order", new Configuration()), null)) {
      sink.change(RowKind.INSERT, 1, 5L, "five");
      sink.checkpointAndApply(1);
    }
    assertThat(server.map("SELECT id, val FROM \"ORDER\"")).containsOnly(Map.entry("1", "five"));
  }

  @Test
  void aChangeWithoutAVersionKeepsTheVersionThatIsThere() throws Exception {
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.VERSION_COLUMN, "ver");
    try (SinkUnderTest sink = new SinkUnderTest(target("unversioned", options), null)) {
      sink.change(RowKind.INSERT, 1, 5L, "five");
      sink.checkpointAndApply(1);
      sink.change(RowKind.UPDATE_AFTER, 1, null, "none");
      sink.checkpointAndApply(2);
      sink.change(RowKind.UPDATE_AFTER, 1, 4L, "four");
      sink.checkpointAndApply(3);
      assertThat(server.map("SELECT id, val FROM unversioned")).containsEntry("1", "none");
      sink.change(RowKind.UPDATE_AFTER, 1, 6L, "six");
      sink.checkpointAndApply(4);
      assertThat(server.map("SELECT id, val FROM unversioned")).containsEntry("1", "six");
    }
  }

  /** As a filter in the query gives it, which what the row became does not pass. */
  @Test
  void aRowOfWhichOnlyTheStateBeforeComesIsDeleted() throws Exception {
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.VERSION_COLUMN, "ver");
    try (SinkUnderTest sink = new SinkUnderTest(target("filtered", options), null)) {
      sink.change(RowKind.INSERT, 1, 1L, "leaves");
      sink.change(RowKind.INSERT, 2, 1L, "changes");
      sink.checkpointAndApply(1);
      sink.change(RowKind.UPDATE_BEFORE, 1, 1L, "leaves");
      sink.change(RowKind.UPDATE_BEFORE, 2, 1L, "changes");
      sink.change(RowKind.UPDATE_AFTER, 2, 2L, "changed");
      sink.checkpointAndApply(2);
    }
    assertThat(server.map("SELECT id, val FROM filtered")).containsOnly(Map.entry("2", "changed"));
  }

  @Test
  void tombstonesEndAfterTheirTime() throws Exception {
    Configuration options = new Configuration();
    options.setString("tombstone.time-to-live", "1 h");
    SnowflakeTarget target = target("tombstones", options);
    try (SinkUnderTest sink = new SinkUnderTest(target, null)) {
      sink.change(RowKind.DELETE, 1, null, null);
      sink.change(RowKind.DELETE, 2, null, null);
      sink.checkpointAndApply(1);
    }
    try (var connection = server.snowflake().connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "UPDATE \"DB\".\"S\".TOMBSTONES__ROWS SET _WRITTEN_AT = _WRITTEN_AT - INTERVAL 2 HOUR"
              + " WHERE ID = 1");
    }
    try (SinkUnderTest sink = new SinkUnderTest(target, null)) {
      sink.change(RowKind.INSERT, 3, null, "c");
      sink.checkpointAndApply(1);
    }
    assertThat(server.query("SELECT id FROM tombstones__rows ORDER BY id"))
        .containsExactly(List.of("2"), List.of("3"));
    assertThat(server.query("SELECT count(DISTINCT _batch) FROM tombstones__load"))
        .containsExactly(List.of("1"));
  }

  @Test
  void valuesThatAreTooLongFailTheJobOrBecomeDeadLetters() throws Exception {
    Configuration options = new Configuration();
    options.setString("column.types.val", "VARCHAR(5)");
    try (SinkUnderTest sink = new SinkUnderTest(target("oversize", options), null)) {
      sink.change(RowKind.INSERT, 1, null, "12345");
      assertThatThrownBy(() -> sink.change(RowKind.INSERT, 2, null, "123456"))
          .hasMessageContaining(
              "Row 2 does not fit into Snowflake table DB.S.OVERSIZE: column 'val', 6 characters are"
                  + " more than the 5 of the column. Shorten it in the query");
    }
    options.set(SnowflakeConnectorOptions.BAD_VALUES, BadValues.DEAD_LETTER);
    try (SinkUnderTest sink = new SinkUnderTest(target("oversize", options), null)) {
      sink.change(RowKind.INSERT, 1, null, "12345");
      sink.change(RowKind.INSERT, 2, null, "it's longer");
      sink.checkpointAndApply(1);
    }
    assertThat(server.map("SELECT id, val FROM oversize")).containsOnly(Map.entry("1", "12345"));
    assertThat(
            server.query(
                "SELECT row_key, column_name, reason FROM alluvium_dead_letters WHERE table_name ="
                    + " 'OVERSIZE'"))
        .containsExactly(List.of("2", "val", "11 characters are more than the 5 of the column"));
  }

  @Test
  void saysWhatIsMissingAndMakesItWhenAllowed() throws Exception {
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.SCHEMA_CHANGES, SchemaChanges.NONE);
    SnowflakeTarget none = target("missing", options);
    assertThatThrownBy(() -> new BatchLoader(none.config(), none.lines()).load(batch(none, 1, 1)))
        .isInstanceOf(SnowflakeException.class)
        .hasMessageContaining("Snowflake table DB.S.MISSING is not as the sink needs it")
        .hasMessageContaining("CREATE TABLE IF NOT EXISTS MISSING__ROWS (\"ID\" NUMBER(10,0) NOT");
    options.set(SnowflakeConnectorOptions.SCHEMA_CHANGES, SchemaChanges.CREATE);
    SnowflakeTarget narrow = target("missing", options);
    new BatchLoader(narrow.config(), narrow.lines()).load(batch(narrow, 1, 1));

    RowType wider =
        RowType.of(
            new LogicalType[] {
              new IntType(false), new BigIntType(), new VarCharType(), new DoubleType()
            },
            new String[] {"id", "ver", "val", "more"});
    options.set(SnowflakeConnectorOptions.TABLE, "missing");
    SnowflakeTarget refused = server.target(wider, List.of("id"), options);
    RowData row = GenericRowData.of(7, 1L, StringData.fromString("w"), 1.5);
    assertThatThrownBy(
            () -> new BatchLoader(refused.config(), refused.lines()).load(batch(refused, 2, row)))
        .hasMessageContaining("ALTER TABLE MISSING__ROWS ADD COLUMN \"MORE\" FLOAT")
        .hasMessageContaining("ALTER TABLE MISSING__LOAD ADD COLUMN \"MORE\" FLOAT");
    options.set(SnowflakeConnectorOptions.SCHEMA_CHANGES, SchemaChanges.EVOLVE);
    SnowflakeTarget evolved = server.target(wider, List.of("id"), options);
    new BatchLoader(evolved.config(), evolved.lines()).load(batch(evolved, 2, row));
    assertThat(server.map("SELECT id, coalesce(more, 0) FROM missing"))
        .containsExactly(Map.entry("0", "0.0"), Map.entry("7", "1.5"));
  }

  /** Two tasks find the same column missing. */
  @Test
  void anotherMayAddAColumnAtTheSameTime() throws Exception {
    SnowflakeTarget narrow = target("raced", new Configuration());
    new BatchLoader(narrow.config(), narrow.lines()).load(batch(narrow, 1, 1));
    RowType wider =
        RowType.of(
            new LogicalType[] {
              new IntType(false), new BigIntType(), new VarCharType(), new DoubleType()
            },
            new String[] {"id", "ver", "val", "more"});
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.TABLE, "raced");
    SnowflakeTarget evolved = server.target(wider, List.of("id"), options);
    StatementTap quicker =
        (moment, sql) -> {
          if (moment == StatementMoment.BEFORE && sql.startsWith("ALTER TABLE RACED__ROWS")) {
            try (Connection connection = server.snowflake().connect();
                Statement statement = connection.createStatement()) {
              statement.execute("ALTER TABLE \"DB\".\"S\".RACED__ROWS ADD COLUMN \"MORE\" DOUBLE");
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          }
          return true;
        };
    server.snowflake().tap(quicker);
    try {
      new BatchLoader(evolved.config(), evolved.lines())
          .load(batch(evolved, 2, GenericRowData.of(7, 1L, StringData.fromString("w"), 1.5)));
    } finally {
      server.snowflake().untap(quicker);
    }
    assertThat(server.map("SELECT id, coalesce(more, 0) FROM raced"))
        .containsExactly(Map.entry("0", "0.0"), Map.entry("7", "1.5"));
  }

  @Test
  void aTableThatWasDroppedAndOneThatMayNotBeChangedAreNamed() throws Exception {
    SnowflakeTarget target = target("dropped", new Configuration());
    BatchLoader loader = new BatchLoader(target.config(), target.lines());
    loader.load(batch(target, 1, 1));
    server.snowflake().denyChanges("DROPPED__ROWS");
    assertThatThrownBy(() -> loader.load(batch(target, 2, 1)))
        .isInstanceOf(SnowflakeException.class)
        .hasMessageContaining("Snowflake table DB.S.DROPPED: a flush failed: SQL access control")
        .hasMessageContaining("'DROPPED__ROWS' (003001). Grant the role");
    server.snowflake().allowChanges("DROPPED__ROWS");
    try (var connection = server.snowflake().connect();
        var statement = connection.createStatement()) {
      statement.execute("DROP TABLE \"DB\".\"S\".DROPPED__LOAD");
    }
    assertThatThrownBy(() -> loader.load(batch(target, 3, 1)))
        .isInstanceOf(SnowflakeException.class)
        .hasMessageContaining("does not exist or not authorized")
        .hasMessageContaining("(002003). Create it, or set 'schema.changes' = 'create'");
  }

  @Test
  void aTokenIsReadAnewForEachLoginAndNeverTold() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "fresh-secret\n");
    server.snowflake().addOauthToken("fresh-secret", Instant.now().plusSeconds(3_600));
    server.snowflake().addOauthToken("old-secret", Instant.now().minusSeconds(1));
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.AUTHENTICATION, Authentication.OAUTH);
    options.set(SnowflakeConnectorOptions.OAUTH_TOKEN_FILE, token.toString());
    SnowflakeTarget target = target("tokens", options);
    BatchLoader loader = new BatchLoader(target.config(), target.lines());
    loader.load(batch(target, 1, 1));
    loader.release();
    Files.writeString(token, "old-secret");
    assertThatThrownBy(() -> loader.load(batch(target, 2, 1)))
        .hasMessageContaining("OAuth access token expired (390318). Renew the token in")
        .satisfies(
            thrown ->
                assertThat(ExceptionUtils.stringifyException(thrown)).doesNotContain("secret"));
    Files.writeString(token, "fresh-secret");
    loader.load(batch(target, 2, 1));
    loader.release();
    Files.delete(token);
    assertThatThrownBy(() -> loader.load(batch(target, 3, 1)))
        .hasMessage("Option 'oauth.token.file' names the file " + token + ", which is not there.");
    assertThat(target.config().toString()).doesNotContain("secret");
  }

  @Test
  void aForeignKeyIsRefused() throws Exception {
    Configuration options = new Configuration();
    Path other =
        Files.writeString(
            directory.resolve("other.pem"),
            SnowflakeServer.pem(SnowflakeServer.keyPair().getPrivate().getEncoded()));
    options.set(SnowflakeConnectorOptions.PRIVATE_KEY_FILE, other.toString());
    SnowflakeTarget target = target("keys", options);
    assertThatThrownBy(
            () -> new BatchLoader(target.config(), target.lines()).load(batch(target, 1, 1)))
        .hasMessageContaining("JWT token is invalid (390144). Check option 'user'");
  }

  private static SnowflakeTarget target(String table, Configuration more) {
    Configuration options = new Configuration();
    options.set(SnowflakeConnectorOptions.TABLE, table);
    options.setString("sink.staleness", "0 s");
    options.addAll(more);
    return server.target(SinkUnderTest.ROW_TYPE, List.of("id"), options);
  }

  private static Batch batch(SnowflakeTarget target, long epoch, RowData row) throws Exception {
    PendingChanges changes =
        new PendingChanges(target.config().layout(), target.version(), BadValues.DEAD_LETTER);
    changes.add(row);
    return batch(target, epoch, changes);
  }

  private static Batch batch(SnowflakeTarget target, long epoch, int rows) throws Exception {
    PendingChanges changes =
        new PendingChanges(target.config().layout(), target.version(), BadValues.DEAD_LETTER);
    for (int id = 0; id < rows; id++) {
      changes.add(SinkUnderTest.row(RowKind.INSERT, id, 1L, "v"));
    }
    return batch(target, epoch, changes);
  }

  private static Batch batch(SnowflakeTarget target, long epoch, PendingChanges changes)
      throws Exception {
    BatchWriter writer = new BatchWriter(target.lines(), 0, () -> epoch);
    changes.drainTo(writer);
    return writer.take().get(0);
  }
}
