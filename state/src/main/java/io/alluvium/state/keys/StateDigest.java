package io.alluvium.state.keys;

import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.state.AppendingState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.shaded.guava31.com.google.common.hash.HashFunction;
import org.apache.flink.shaded.guava31.com.google.common.hash.Hashing;

/**
 * Adds up digests of the entries of a state, so that two of the same contents have the same value,
 * in whatever order keys, and entries of maps, come.
 */
final class StateDigest<K, N> {
  private static final int BUFFER = 256;
  private static final HashFunction HASH = Hashing.murmur3_128();

  private final TypeSerializer<K> keys;
  private final TypeSerializer<N> namespaces;
  private final DataOutputSerializer entry = new DataOutputSerializer(BUFFER);
  private long value;

  StateDigest(TypeSerializer<K> keys, TypeSerializer<N> namespaces) {
    this.keys = keys;
    this.namespaces = namespaces;
  }

  /**
   * Adds what is kept for a key.
   *
   * @param state of the key
   * @param serializer of what it keeps
   */
  void add(K key, N namespace, State state, TypeSerializer<?> serializer) throws Exception {
    if (state instanceof MapState<?, ?> map) {
      MapSerializer<?, ?> both = (MapSerializer<?, ?>) serializer;
      for (Map.Entry<?, ?> one : map.entries()) {
        begin(key, namespace);
        write(one.getKey(), both.getKeySerializer());
        write(one.getValue(), both.getValueSerializer());
        end();
      }
      return;
    }
    begin(key, namespace);
    if (state instanceof ListState<?> list) {
      for (Object element : list.get()) {
        write(element, ((ListSerializer<?>) serializer).getElementSerializer());
      }
    } else if (state instanceof ValueState<?> single) {
      write(single.value(), serializer);
    } else {
      write(((AppendingState<?, ?>) state).get(), serializer);
    }
    end();
  }

  private void begin(K key, N namespace) throws IOException {
    entry.clear();
    keys.serialize(key, entry);
    namespaces.serialize(namespace, entry);
  }

  @SuppressWarnings("unchecked")
  private <T> void write(Object of, TypeSerializer<T> serializer) throws IOException {
    // The values of maps may be null.
    entry.writeBoolean(of == null);
    if (of != null) {
      serializer.serialize((T) of, entry);
    }
  }

  private void end() {
    value += HASH.hashBytes(entry.getSharedBuffer(), 0, entry.length()).asLong();
  }

  /** 0 where nothing was added. */
  long value() {
    return value;
  }
}
