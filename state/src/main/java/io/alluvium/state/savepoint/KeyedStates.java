package io.alluvium.state.savepoint;

import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.jobgraph.OperatorID;

/**
 * The states that an operator has by key.
 *
 * @param key the serializer of the keys; null where there is no such state
 * @param isOfRocksDb whether the files are read with RocksDB, or on the heap
 */
public record KeyedStates(
    OperatorID operator,
    int maxParallelism,
    @Nullable TypeSerializer<?> key,
    List<KeyedState> states,
    boolean isOfRocksDb) {
  public KeyedStates {
    states = List.copyOf(states);
  }
}
