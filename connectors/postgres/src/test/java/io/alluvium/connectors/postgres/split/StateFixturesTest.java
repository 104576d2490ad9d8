package io.alluvium.connectors.postgres.split;

import io.alluvium.connectors.postgres.TableName;
import io.alluvium.fixtures.StateFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Savepoints of former releases stay readable. */
class StateFixturesTest {
  private static final TableName TABLE = new TableName("s\"x", "täble.1");
  private static final TableName PARTITION = new TableName("s", "p");
  private static final String SNAPSHOT = "00000003-0000001B-1";

  @Test
  void streams() throws Exception {
    holds("postgres-stream-split", new StreamSplit(new StreamPosition(1L << 40, 7, 3, 9)));
  }

  @Test
  void wholeTables() throws Exception {
    holds(
        "postgres-whole-split",
        new SnapshotSplit("2", TABLE, TABLE, new SnapshotSplit.Whole(), null));
  }

  @Test
  void rangesOfKeys() throws Exception {
    holds(
        "postgres-keys-split",
        new SnapshotSplit(
            "1",
            TABLE,
            PARTITION,
            new SnapshotSplit.Keys(List.of("a", "b"), List.of("x", ""), List.of("ü", "2")),
            SNAPSHOT));
  }

  @Test
  void rangesOfBlocks() throws Exception {
    holds(
        "postgres-blocks-split",
        new SnapshotSplit("3", TABLE, TABLE, new SnapshotSplit.Blocks(5, -1, 4), SNAPSHOT));
  }

  private static void holds(String name, PostgresSplit split) throws Exception {
    StateFixture.holds(name, new PostgresSplitSerializer(), split, 1);
  }
}
