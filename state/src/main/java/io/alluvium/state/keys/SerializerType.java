package io.alluvium.state.keys;

import java.util.Objects;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Whatever a serializer writes, of which nothing else is known. */
final class SerializerType<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1L;

  private final TypeSerializer<T> serializer;

  SerializerType(TypeSerializer<T> serializer) {
    this.serializer = serializer;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Class<T> getTypeClass() {
    return (Class<T>) Object.class;
  }

  @Override
  public boolean isKeyType() {
    return true;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer.duplicate();
  }

  @Override
  public TypeSerializer<T> createSerializer(ExecutionConfig config) {
    return serializer.duplicate();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof SerializerType;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SerializerType<?> type && serializer.equals(type.serializer);
  }

  @Override
  public int hashCode() {
    return Objects.hash(serializer);
  }

  @Override
  public String toString() {
    return serializer.getClass().getSimpleName();
  }
}
