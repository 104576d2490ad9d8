package io.alluvium.state.savepoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.BackendStateType;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;

/** Reads the heads of the files of an operator's state, which name the states and their types. */
final class StateHeads {
  private final OperatorState operator;
  private final Map<String, StateEntry> states = new LinkedHashMap<>();
  private final long[] keyGroups;
  private boolean tellsKeyGroups;

  StateHeads(OperatorState operator) {
    this.operator = operator;
    this.keyGroups = new long[operator.getMaxParallelism()];
  }

  OperatorEntry read() throws IOException {
    for (OperatorSubtaskState subtask : operator.getStates()) {
      for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
        keyed(handle);
      }
      for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
        ofOperator(handle);
      }
    }
    return new OperatorEntry(
        operator.getOperatorID().toHexString(),
        "",
        operator.getParallelism(),
        operator.getMaxParallelism(),
        operator.getStateSize(),
        new ArrayList<>(states.values()),
        tellsKeyGroups ? Arrays.stream(keyGroups).boxed().toList() : List.of(),
        operator.getCoordinatorState() != null);
  }

  /** The states by key, with the serializers that they were written with. */
  KeyedStates keyedStates() throws IOException {
    Map<String, KeyedState> found = new LinkedHashMap<>();
    TypeSerializer<?> key = null;
    boolean isOfRocksDb = false;
    for (OperatorSubtaskState subtask : operator.getStates()) {
      for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
        // A savepoint in the common format can be read with any backend.
        isOfRocksDb |= !(handle.getClass().equals(KeyGroupsStateHandle.class));
        Optional<KeyedBackendSerializationProxy<?>> head = headOf(handle);
        if (head.isPresent()) {
          key = head.get().getKeySerializerSnapshot().restoreSerializer();
          for (StateMetaInfoSnapshot state : head.get().getStateMetaInfoSnapshots()) {
            if (state.getBackendStateType() == BackendStateType.KEY_VALUE) {
              found.computeIfAbsent(state.getName(), name -> KeyedState.of(state));
            }
          }
        }
      }
    }
    return new KeyedStates(
        operator.getOperatorID(),
        operator.getMaxParallelism(),
        key,
        new ArrayList<>(found.values()),
        isOfRocksDb);
  }

  private static Optional<KeyedBackendSerializationProxy<?>> headOf(KeyedStateHandle handle)
      throws IOException {
    if (handle instanceof IncrementalRemoteKeyedStateHandle native_) {
      return Optional.of(read(native_.getMetaDataStateHandle()));
    }
    if (handle instanceof KeyGroupsStateHandle groups) {
      return Optional.of(read(groups));
    }
    return Optional.empty();
  }

  private static KeyedBackendSerializationProxy<?> read(StreamStateHandle handle)
      throws IOException {
    KeyedBackendSerializationProxy<?> head =
        new KeyedBackendSerializationProxy<>(StateHeads.class.getClassLoader());
    try (FSDataInputStream in = handle.openInputStream()) {
      head.read(new DataInputViewStreamWrapper(in));
    }
    return head;
  }

  private void keyed(KeyedStateHandle handle) throws IOException {
    headOf(handle).ifPresent(this::states);
    if (handle instanceof KeyGroupsStateHandle groups) {
      keyGroups(groups);
    }
  }

  private void states(KeyedBackendSerializationProxy<?> head) {
    String key = StateTypes.text(head.getKeySerializerSnapshot());
    for (StateMetaInfoSnapshot state : head.getStateMetaInfoSnapshots()) {
      TypeSerializerSnapshot<?> value =
          state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER);
      String kind =
          state.getBackendStateType() == BackendStateType.PRIORITY_QUEUE
              ? "TIMERS"
              : state.getOption(CommonOptionsKeys.KEYED_STATE_TYPE);
      String text = StateTypes.text(value);
      states.put(
          state.getName(),
          new StateEntry(state.getName(), kind, key, text, StateTypes.expires(value)));
    }
  }

  /** Groups lie one behind the other. */
  private void keyGroups(KeyGroupsStateHandle handle) {
    List<Integer> groups = new ArrayList<>();
    handle.getKeyGroupRange().forEach(groups::add);
    groups.removeIf(group -> handle.getOffsetForKeyGroup(group) <= 0);
    groups.sort(
        (one, other) ->
            Long.compare(handle.getOffsetForKeyGroup(one), handle.getOffsetForKeyGroup(other)));
    for (int i = 0; i < groups.size(); i++) {
      long end =
          i + 1 < groups.size()
              ? handle.getOffsetForKeyGroup(groups.get(i + 1))
              : handle.getStateSize();
      keyGroups[groups.get(i)] += end - handle.getOffsetForKeyGroup(groups.get(i));
      tellsKeyGroups = true;
    }
  }

  private void ofOperator(OperatorStateHandle handle) throws IOException {
    OperatorBackendSerializationProxy head =
        new OperatorBackendSerializationProxy(StateHeads.class.getClassLoader());
    try (FSDataInputStream in = handle.openInputStream()) {
      head.read(new DataInputViewStreamWrapper(in));
    }
    for (List<StateMetaInfoSnapshot> all :
        List.of(
            head.getOperatorStateMetaInfoSnapshots(), head.getBroadcastStateMetaInfoSnapshots())) {
      for (StateMetaInfoSnapshot state : all) {
        String kind = state.getBackendStateType().name().toLowerCase(Locale.ROOT);
        TypeSerializerSnapshot<?> value =
            state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER);
        states.put(
            state.getName(),
            new StateEntry(
                state.getName(),
                kind.equals("operator") ? "LIST" : "BROADCAST",
                "",
                StateTypes.text(value),
                StateTypes.expires(value)));
      }
    }
  }
}
