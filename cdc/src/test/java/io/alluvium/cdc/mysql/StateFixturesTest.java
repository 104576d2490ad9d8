package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.TableName;
import io.alluvium.fixtures.StateFixture;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Savepoints of former releases stay readable. */
class StateFixturesTest {
  private static final TableName TABLE = new TableName("shöp", "t");
  private static final TableName OTHER = new TableName("shop", "later");
  private static final BinlogPosition POSITION = new BinlogPosition("binlog.000012", 4711);
  private static final MySqlSplit.Chunk CHUNK =
      new MySqlSplit.Chunk(7, TABLE, "id", "'a'", "'m'", true);

  @Test
  void chunks() throws Exception {
    StateFixture.holds("mysql-chunk-split", new MySqlSplitSerializer(), CHUNK, 1);
  }

  @Test
  void streams() throws Exception {
    StateFixture.holds(
        "mysql-stream-split",
        new MySqlSplitSerializer(),
        new MySqlSplit.Stream(
            new StreamProgress(POSITION, 5_000_000_000L, "0-1-9", Set.of(OTHER, TABLE))),
        1);
  }

  @Test
  void coordinators() throws Exception {
    StateFixture.holds(
        "mysql-capture",
        new CaptureStateSerializer(),
        new CaptureState(
            POSITION,
            inOrder(TABLE, OTHER),
            List.of(OTHER),
            List.of(CHUNK, new MySqlSplit.Chunk(8, OTHER, null, null, null, false)),
            inOrder(5, 6),
            9,
            true),
        1);
  }

  /** The same in every process, as a set's own order is not. */
  @SafeVarargs
  private static <T> Set<T> inOrder(T... elements) {
    return new LinkedHashSet<>(List.of(elements));
  }
}
