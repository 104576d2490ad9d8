package io.alluvium.ingest.jdbc;

import io.alluvium.fixtures.StateFixture;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;

/** Savepoints of former releases stay readable. */
class StateFixturesTest {
  private static final long ROUND = 1_767_225_600_000L;

  /** Without a version: it is the work of a split. */
  private static final SimpleVersionedSerializer<JdbcWork> WORK =
      StateFixture.form(
          1,
          work -> work.toText().getBytes(StandardCharsets.UTF_8),
          bytes -> JdbcWork.parse(new String(bytes, StandardCharsets.UTF_8)));

  @Test
  void rounds() throws Exception {
    StateFixture.holds("jdbc-round", new RoundSerializer(), ROUND, 1);
  }

  @Test
  void ranges() throws Exception {
    StateFixture.holds(
        "jdbc-range", WORK, new JdbcWork(ROUND, "-5", "ü\"", false, "00000003-1", true), 1);
  }

  @Test
  void rowsWithoutAValue() throws Exception {
    StateFixture.holds("jdbc-nulls", WORK, new JdbcWork(ROUND, null, null, true, "", false), 1);
  }
}
