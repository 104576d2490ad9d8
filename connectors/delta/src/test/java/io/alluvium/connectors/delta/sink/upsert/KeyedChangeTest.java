package io.alluvium.connectors.delta.sink.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.sink.PrimaryKeySelector;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.BinaryRowDataSerializer;
import org.junit.jupiter.api.Test;

class KeyedChangeTest {
  private static final int MAX_PARALLELISM = 4;

  @Test
  void theOrderIsThatOfTheSerializedKeys() throws Exception {
    PrimaryKeySelector selector = new PrimaryKeySelector(Changelog.ROW_TYPE, Changelog.KEY);
    Map<BinaryRowData, BinaryRowData> changes = new HashMap<>();
    for (int number = 0; number < 500; number++) {
      BinaryRowData key = selector.getKey(new Changelog(1, 500).row(number));
      changes.put(key, key);
    }

    List<KeyedChange> sorted = KeyedChange.inOrder(changes, MAX_PARALLELISM);

    assertThat(sorted).hasSize(changes.size());
    for (int i = 1; i < sorted.size(); i++) {
      assertThat(Arrays.compareUnsigned(bytes(sorted.get(i - 1)), bytes(sorted.get(i))))
          .isNegative();
    }
  }

  /** As RocksDB's state backend writes a key. */
  private static byte[] bytes(KeyedChange change) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(KeyGroupRangeAssignment.assignToKeyGroup(change.key(), MAX_PARALLELISM));
    new BinaryRowDataSerializer(change.key().getArity())
        .serialize(change.key(), new DataOutputViewStreamWrapper(bytes));
    return bytes.toByteArray();
  }
}
