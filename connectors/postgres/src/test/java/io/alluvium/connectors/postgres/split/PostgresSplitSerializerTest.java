package io.alluvium.connectors.postgres.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.database.Memberships;
import io.alluvium.connectors.postgres.enumerator.PostgresEnumeratorState;
import io.alluvium.connectors.postgres.enumerator.PostgresEnumeratorStateSerializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PostgresSplitSerializerTest {
  private static final TableName TABLE = new TableName("s\"x", "täble.1");
  private static final TableName PARTITION = new TableName("s", "p");

  private final PostgresSplitSerializer serializer = new PostgresSplitSerializer();

  @Test
  void keepsEveryKindOfSplit() throws IOException {
    for (PostgresSplit split : splits()) {
      assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(split)))
          .isEqualTo(split);
    }
  }

  @Test
  void keepsTheEnumeratorsState() throws IOException {
    PostgresEnumeratorStateSerializer states = new PostgresEnumeratorStateSerializer();
    PostgresEnumeratorState state =
        new PostgresEnumeratorState(
            true,
            Map.of(
                1L,
                new Memberships.Member(TABLE, 7),
                1L << 40,
                new Memberships.Member(PARTITION, 0)),
            Set.of(3L),
            splits());
    assertThat(states.deserialize(states.getVersion(), states.serialize(state))).isEqualTo(state);
  }

  /** Of tables it had the numbers only, in the place of those that are unnamed now. */
  @Test
  void readsTheEnumeratorsStateOfTheFirstVersion() throws IOException {
    PostgresEnumeratorStateSerializer states = new PostgresEnumeratorStateSerializer();
    PostgresEnumeratorState state =
        new PostgresEnumeratorState(true, Map.of(), Set.of(1L, 1L << 40), splits());
    byte[] serialized = states.serialize(state);
    assertThat(states.deserialize(1, Arrays.copyOf(serialized, serialized.length - Integer.BYTES)))
        .isEqualTo(state);
  }

  private static List<PostgresSplit> splits() {
    SnapshotSplit.Keys keys =
        new SnapshotSplit.Keys(
            List.of("a", "b"), List.of("x".repeat(100_000), ""), List.of("ü", "2"));
    return List.of(
        new StreamSplit(new StreamPosition(Long.MAX_VALUE, 7, 3, 9)),
        new SnapshotSplit("1", TABLE, PARTITION, keys, "00000003-0000001B-1"),
        new SnapshotSplit("2", TABLE, TABLE, new SnapshotSplit.Whole(), null),
        new SnapshotSplit("3", TABLE, TABLE, new SnapshotSplit.Blocks(5, -1, 4), "x"));
  }
}
