package io.alluvium.connectors.delta.sink.upsert;

import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;

/**
 * The index in Flink's keyed state: 8 bytes a key beside the key itself. Never expires: an entry
 * that were gone would double its row.
 */
final class StateKeyIndex implements KeyIndex {
  private final KeyedStateBackend<RowData> backend;
  private final ValueState<Long> locations;

  StateKeyIndex(KeyedStateStore store, KeyedStateBackend<RowData> backend) {
    this.backend = backend;
    this.locations = store.getState(new ValueStateDescriptor<>("row-of-key", Types.LONG));
  }

  @Override
  public long get(BinaryRowData key) throws Exception {
    backend.setCurrentKey(key);
    Long location = locations.value();
    return location == null ? RowLocation.ABSENT : location;
  }

  @Override
  public void put(BinaryRowData key, long location) throws Exception {
    backend.setCurrentKey(key);
    locations.update(location);
  }

  @Override
  public long replace(BinaryRowData key, long location) throws Exception {
    long before = get(key);
    locations.update(location);
    return before;
  }

  @Override
  public void remove(BinaryRowData key) {
    backend.setCurrentKey(key);
    locations.clear();
  }
}
