package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.redis.TestTable.Change;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that cannot be written, and servers that do not take them: told, or put aside. */
class BadRowsITCase {
  private static final Map<String, String> PUT_ASIDE = Map.of("dead-letter.key", "dead");

  private static RedisProcess server;

  @BeforeAll
  static void start() throws Exception {
    server = RedisProcess.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void clear() throws IOException {
    server.call("FLUSHALL");
  }

  @ParameterizedTest
  @EnumSource(
      value = Layout.class,
      // Without the guard SET takes the place of whatever is there.
      names = "JSON",
      mode = EnumSource.Mode.EXCLUDE)
  void somethingElseUnderTheKeyFailsTheJobOrIsPutAside(Layout layout) throws Exception {
    String key = layout.hasMembers() ? "t:b" : "t:b:x";
    for (String guard : List.of("newer", "none")) {
      server.call("FLUSHALL");
      server.call("SET " + key + " another's");
      TestTable strict = TestTable.of(server.uri(), layout, Map.of("write.guard", guard));
      try (RedisConnection connection = strict.connect()) {
        assertThatThrownBy(() -> strict.write(connection, Change.put("b", "x", 1L, "one")))
            .hasMessageContaining("A row of '" + strict.config().table() + "' cannot be written")
            .hasMessageContaining("key '" + key)
            .hasMessageContaining("WRONGTYPE")
            .hasMessageContaining("option 'dead-letter.key'");
      }
      TestTable lenient =
          TestTable.of(
              server.uri(), layout, Map.of("write.guard", guard, "dead-letter.key", "dead"));
      try (RedisConnection connection = lenient.connect()) {
        lenient.write(
            connection, Change.put("c", "y", 1L, "good"), Change.put("b", "x", 1L, "one"));
        connection.checkpoint(Instant.now());
      }
      assertThat(server.call("KEYS t:*").toString()).contains("t:c");
      assertThat(server.call("GET " + key)).isEqualTo("another's");
      assertThat(server.call("XRANGE dead - +").toString())
          .contains("key, " + key, "WRONGTYPE", "one");
    }
  }

  @Test
  void aKeyOfAnotherIsNotMadeJson() throws Exception {
    server.call("HSET t:b:x another hers");
    TestTable table = TestTable.of(server.uri(), Layout.JSON, PUT_ASIDE);
    try (RedisConnection connection = table.connect()) {
      table.write(connection, Change.put("b", "x", 1L, "one"), Change.put("c", "y", 1L, "good"));
      table.write(connection, Change.delete("b", "x", 2L));
    }
    assertThat(server.call("HGET t:b:x another")).isEqualTo("hers");
    assertThat(server.call("GET t:c:y").toString()).contains("good");
    assertThat(server.call("XRANGE dead - +").toString()).contains("WRONGTYPE", "one", "(deleted)");
  }

  @Test
  void rowsThatDoNotFitFailTheJobOrArePutAside() throws Exception {
    RowData nameless =
        GenericRowData.of(StringData.fromString("b"), null, 1L, StringData.fromString("lost"));
    RowData large = Change.put("b", "large", 2L, "x".repeat(5_000)).row();
    RowData good = Change.put("b", "good", 3L, "kept").row();
    Map<RowData, String> reasons =
        Map.of(
            nameless, "column 'name' of its key is NULL",
            large, "more than option 'max-row-size' allows, 4096");
    for (Map.Entry<RowData, String> bad : reasons.entrySet()) {
      TestTable strict = TestTable.of(server.uri(), Layout.HASH, Map.of("max-row-size", "4 kb"));
      RedisWriter writer = strict.writer();
      assertThatThrownBy(() -> writer.write(bad.getKey(), null))
          .hasMessageContaining(bad.getValue())
          .hasMessageContaining("'dead-letter.key'");
      writer.close();
      TestTable lenient =
          TestTable.of(
              server.uri(), Layout.HASH, Map.of("max-row-size", "4 kb", "dead-letter.key", "dead"));
      RedisWriter patient = lenient.writer();
      patient.write(good, null);
      patient.write(bad.getKey(), null);
      patient.flush(false);
      patient.close();
      assertThat(server.call("XRANGE dead - +").toString())
          .contains(bad.getValue(), "board=b, name=");
    }
    assertThat(server.call("HGET t:b:good value")).isEqualTo("kept");
    assertThat(server.call("XLEN dead")).isEqualTo(2L);
    assertThat(server.call("KEYS t:*")).isEqualTo(List.of("t:b:good"));
  }

  @Test
  void aScoreThatIsNoneIsPutAside() throws Exception {
    TestTable table = TestTable.of(server.uri(), Layout.SORTED_SET, PUT_ASIDE);
    RedisWriter writer = table.writer();
    writer.write(Change.put("b", "x", null, "scoreless").row(), null);
    writer.flush(false);
    writer.close();
    assertThat(server.call("XRANGE dead - +").toString())
        .contains("its score, column 'version', is NULL", "scoreless");
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void aServerWithoutMemoryIsWaitedForAndThenTold(Layout layout) throws Exception {
    TestTable patient = TestTable.of(server.uri(), layout, PUT_ASIDE);
    TestTable hasty =
        TestTable.of(
            server.uri(), layout, Map.of("dead-letter.key", "dead", "sink.max-retries", "2"));
    try (RedisConnection connection = patient.connect();
        RedisConnection other = hasty.connect()) {
      server.call("CONFIG SET maxmemory 1");
      assertThatThrownBy(() -> hasty.write(other, Change.put("b", "x", 1L, "one")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("also not after 2 retries")
          .hasMessageContaining("OOM")
          .hasMessageContaining("Give the server more memory");
      connection.send(patient.batch(List.of(Change.put("c", "y", 1L, "two"))));
      server.call("CONFIG SET maxmemory 0");
      connection.await();
    } finally {
      server.call("CONFIG SET maxmemory 0");
    }
    assertThat(server.call("KEYS t:*").toString()).contains("t:c");
    assertThat(server.call("EXISTS dead")).isEqualTo(0L);
  }

  /** A replica has the scripts, but takes no writes. */
  @ParameterizedTest
  @EnumSource(Layout.class)
  void aServerThatIsNoMasterAnyMoreIsWaitedFor(Layout layout) throws Exception {
    TestTable table = TestTable.of(server.uri(), layout, PUT_ASIDE);
    try (RedisConnection connection = table.connect()) {
      table.write(connection, Change.put("b", "x", 1L, "one"));
      server.call("REPLICAOF 127.0.0.1 " + RedisProcess.freePort());
      server.call("CONFIG RESETSTAT");
      connection.send(table.batch(List.of(Change.put("c", "y", 1L, "two"))));
      awaitScript();
      server.call("REPLICAOF NO ONE");
      connection.await();
    } finally {
      server.call("REPLICAOF NO ONE");
    }
    assertThat(server.call("KEYS t:*").toString()).contains("t:c");
    assertThat(server.call("EXISTS dead")).isEqualTo(0L);
  }

  /** Its key was another's when it was sent first, beside a row that there was no memory for. */
  @Test
  void aRowThatIsTakenWhenItIsSentAgainIsNotPutAside() throws Exception {
    TestTable table = TestTable.of(server.uri(), Layout.SORTED_SET, PUT_ASIDE);
    server.call("SET t:b another's");
    try (RedisConnection connection = table.connect()) {
      server.call("CONFIG SET maxmemory 1");
      server.call("CONFIG RESETSTAT");
      connection.send(
          table.batch(List.of(Change.delete("b", "x", 1L), Change.put("c", "y", 1L, "two"))));
      awaitScript();
      server.call("DEL t:b");
      server.call("CONFIG SET maxmemory 0");
      connection.await();
    } finally {
      server.call("CONFIG SET maxmemory 0");
    }
    assertThat(server.call("ZRANGE t:c 0 -1")).isEqualTo(List.of("y"));
    assertThat(server.call("EXISTS dead")).isEqualTo(0L);
  }

  private static void awaitScript() {
    Awaitility.await()
        .atMost(RedisProcess.PATIENCE)
        .until(() -> server.call("INFO commandstats").toString().contains("cmdstat_evalsha:"));
  }
}
