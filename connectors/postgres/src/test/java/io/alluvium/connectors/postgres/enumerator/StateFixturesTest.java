package io.alluvium.connectors.postgres.enumerator;

import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.database.Memberships;
import io.alluvium.connectors.postgres.split.PostgresSplit;
import io.alluvium.connectors.postgres.split.SnapshotSplit;
import io.alluvium.connectors.postgres.split.StreamPosition;
import io.alluvium.connectors.postgres.split.StreamSplit;
import io.alluvium.fixtures.StateFixture;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Savepoints of former releases stay readable. */
class StateFixturesTest {
  private static final String NAME = "postgres-enumerator";
  private static final TableName TABLE = new TableName("s\"x", "täble.1");
  private static final List<PostgresSplit> PENDING =
      List.of(
          new StreamSplit(new StreamPosition(1L << 40, 7, 3, 9)),
          new SnapshotSplit("2", TABLE, TABLE, new SnapshotSplit.Whole(), null));

  /** One table of each kind: the order of several is another in every process. */
  @Test
  void enumerators() throws Exception {
    StateFixture.holds(
        NAME,
        new PostgresEnumeratorStateSerializer(),
        new PostgresEnumeratorState(
            true, Map.of(1L << 40, new Memberships.Member(TABLE, 7)), Set.of(3L), PENDING),
        2);
  }

  @Test
  void enumeratorsThatKnewTablesByNumber() throws Exception {
    StateFixture.reads(
        NAME,
        new PostgresEnumeratorStateSerializer(),
        1,
        new PostgresEnumeratorState(true, Map.of(), Set.of(3L, 1L << 40), PENDING));
  }
}
