package io.alluvium.state.savepoint;

import java.io.Serializable;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.state.AggregatingStateDescriptor;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReducingStateDescriptor;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;

/**
 * A state by key, with the serializers that it was written with. One with a time-to-live is read as
 * what is stored: a value and when it was used last.
 *
 * @param namespace the serializer of what the state of a key is divided by, such as windows
 */
public record KeyedState(
    String name, StateDescriptor.Type kind, TypeSerializer<?> namespace, TypeSerializer<?> value)
    implements Serializable {

  static KeyedState of(StateMetaInfoSnapshot state) {
    return new KeyedState(
        state.getName(),
        StateDescriptor.Type.valueOf(state.getOption(CommonOptionsKeys.KEYED_STATE_TYPE)),
        restored(state, CommonSerializerKeys.NAMESPACE_SERIALIZER),
        restored(state, CommonSerializerKeys.VALUE_SERIALIZER));
  }

  private static TypeSerializer<?> restored(
      StateMetaInfoSnapshot state, CommonSerializerKeys which) {
    return state.getTypeSerializerSnapshot(which).restoreSerializer();
  }

  /** To read the state with. */
  public StateDescriptor<?, ?> descriptor() {
    return switch (kind) {
      case VALUE -> new ValueStateDescriptor<>(name, value);
      case LIST ->
          new ListStateDescriptor<>(name, ((ListSerializer<?>) value).getElementSerializer());
      case MAP -> {
        MapSerializer<?, ?> map = (MapSerializer<?, ?>) value;
        yield new MapStateDescriptor<>(name, map.getKeySerializer(), map.getValueSerializer());
      }
      case REDUCING -> reducing(value);
      case AGGREGATING -> aggregating(value);
      default -> throw new IllegalStateException(name + " is of an unknown kind");
    };
  }

  private <T> StateDescriptor<?, ?> reducing(TypeSerializer<T> serializer) {
    return new ReducingStateDescriptor<>(name, (one, other) -> one, serializer);
  }

  private <T> StateDescriptor<?, ?> aggregating(TypeSerializer<T> serializer) {
    return new AggregatingStateDescriptor<>(name, new AsStored<T>(), serializer);
  }

  /** Of an accumulator, itself; nothing is added. */
  private static final class AsStored<T> implements AggregateFunction<T, T, T> {
    private static final long serialVersionUID = 1L;

    @Override
    public T createAccumulator() {
      throw new UnsupportedOperationException();
    }

    @Override
    public T add(T value, T accumulator) {
      throw new UnsupportedOperationException();
    }

    @Override
    public T getResult(T accumulator) {
      return accumulator;
    }

    @Override
    public T merge(T one, T other) {
      throw new UnsupportedOperationException();
    }
  }
}
