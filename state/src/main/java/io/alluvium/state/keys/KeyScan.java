package io.alluvium.state.keys;

import io.alluvium.state.keys.StateContents.Sample;
import io.alluvium.state.savepoint.KeyedState;
import io.alluvium.state.savepoint.KeyedStates;
import io.alluvium.state.savepoint.StateText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.AppendingState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.InstantiationUtil;

/**
 * Takes an operator's place when its state is restored, looks through the state, and gives a
 * serialized {@link Found} for each.
 */
final class KeyScan extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<Long, byte[]>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final int ELEMENTS = 5;

  private final String operator;
  private final ArrayList<KeyedState> states;
  private final int samples;
  private final boolean digests;

  /**
   * @param samples of keys, of each state
   * @param digests whether what is kept for keys is read, to be compared
   */
  KeyScan(KeyedStates states, int samples, boolean digests) {
    this.operator = states.operator().toHexString();
    this.states = new ArrayList<>(states.states());
    this.samples = samples;
    this.digests = digests;
  }

  /** What a state of an operator holds. */
  record Found(String operator, StateContents contents) implements Serializable {}

  @Override
  public void processElement(StreamRecord<Long> element) {
    throw new IllegalStateException("it has no input");
  }

  @Override
  public void endInput() throws Exception {
    for (KeyedState state : states) {
      StateContents contents = scan(getKeyedStateBackend(), state, state.namespace());
      output.collect(
          new StreamRecord<>(InstantiationUtil.serializeObject(new Found(operator, contents))));
    }
  }

  private <K, N> StateContents scan(
      KeyedStateBackend<K> backend, KeyedState state, TypeSerializer<N> namespaces)
      throws Exception {
    StateDescriptor<?, ?> descriptor = state.descriptor();
    descriptor.initializeSerializerUnlessSet(getExecutionConfig());
    register(backend, namespaces, descriptor);
    int groups = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    Long[] counts = new Long[groups];
    Arrays.fill(counts, 0L);
    List<Tuple2<K, N>> first = new ArrayList<>();
    StateDigest<K, N> digest = new StateDigest<>(backend.getKeySerializer(), namespaces);
    try (Stream<Tuple2<K, N>> keys = backend.getKeysAndNamespaces(state.name())) {
      for (Iterator<Tuple2<K, N>> all = keys.iterator(); all.hasNext(); ) {
        Tuple2<K, N> key = all.next();
        counts[KeyGroupRangeAssignment.assignToKeyGroup(key.f0, groups)]++;
        if (first.size() < samples) {
          first.add(Tuple2.of(backend.getKeySerializer().copy(key.f0), namespaces.copy(key.f1)));
        }
        if (digests) {
          backend.setCurrentKey(key.f0);
          digest.add(
              key.f0, key.f1, current(backend, key.f1, namespaces, descriptor), state.value());
        }
      }
    }
    List<Sample> sampled = new ArrayList<>();
    for (Tuple2<K, N> key : first) {
      backend.setCurrentKey(key.f0);
      sampled.add(
          new Sample(
              KeyGroupRangeAssignment.assignToKeyGroup(key.f0, groups),
              StateText.of(key.f0, backend.getKeySerializer()),
              StateText.of(key.f1, namespaces),
              text(current(backend, key.f1, namespaces, descriptor), state.value())));
    }
    return new StateContents(
        state.name(), state.kind().name(), Arrays.asList(counts), digest.value(), sampled);
  }

  private static <K, N, S extends State, T> void register(
      KeyedStateBackend<K> backend, TypeSerializer<N> namespaces, StateDescriptor<S, T> descriptor)
      throws Exception {
    backend.getOrCreateKeyedState(namespaces, descriptor);
  }

  private static <K, N, S extends State> S current(
      KeyedStateBackend<K> backend,
      N namespace,
      TypeSerializer<N> namespaces,
      StateDescriptor<S, ?> descriptor)
      throws Exception {
    return backend.getPartitionedState(namespace, namespaces, descriptor);
  }

  private static String text(State state, TypeSerializer<?> serializer) throws Exception {
    if (state instanceof MapState<?, ?> map) {
      return map(map, (MapSerializer<?, ?>) serializer);
    }
    if (state instanceof ListState<?> list) {
      return list(list, ((ListSerializer<?>) serializer).getElementSerializer());
    }
    return StateText.of(
        state instanceof ValueState<?> value ? value.value() : ((AppendingState<?, ?>) state).get(),
        serializer);
  }

  private static String map(MapState<?, ?> map, MapSerializer<?, ?> serializer) throws Exception {
    List<String> entries = new ArrayList<>();
    for (Map.Entry<?, ?> entry : map.entries()) {
      if (entries.size() == ELEMENTS) {
        entries.add("...");
        break;
      }
      entries.add(
          StateText.of(entry.getKey(), serializer.getKeySerializer())
              + ": "
              + StateText.of(entry.getValue(), serializer.getValueSerializer()));
    }
    return "{" + String.join(", ", entries) + "}";
  }

  private static String list(ListState<?> list, TypeSerializer<?> serializer) throws Exception {
    List<String> elements = new ArrayList<>();
    for (Object element : list.get()) {
      if (elements.size() == ELEMENTS) {
        elements.add("...");
        break;
      }
      elements.add(StateText.of(element, serializer));
    }
    return elements.toString();
  }
}
