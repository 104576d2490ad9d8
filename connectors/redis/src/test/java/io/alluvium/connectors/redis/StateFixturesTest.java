package io.alluvium.connectors.redis;

import io.alluvium.fixtures.StateFixture;
import org.junit.jupiter.api.Test;

/** Savepoints of former releases stay readable. */
class StateFixturesTest {
  @Test
  void writers() throws Exception {
    StateFixture.holds(
        "redis-writer",
        new WriterProgressSerializer(),
        new WriterProgress(1_767_225_600_000L, 4711),
        1);
  }
}
