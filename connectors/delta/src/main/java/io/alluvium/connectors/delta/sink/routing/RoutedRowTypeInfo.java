package io.alluvium.connectors.delta.sink.routing;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of streams of {@link RoutedRow}s. */
@PublicEvolving
public final class RoutedRowTypeInfo extends TypeInformation<RoutedRow> {
  private static final long serialVersionUID = 1L;

  public static final RoutedRowTypeInfo INSTANCE = new RoutedRowTypeInfo();

  /** Lets Flink find the type by itself. */
  @PublicEvolving
  public static final class Factory extends TypeInfoFactory<RoutedRow> {
    @Override
    public TypeInformation<RoutedRow> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> genericParameters) {
      return INSTANCE;
    }
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
  public Class<RoutedRow> getTypeClass() {
    return RoutedRow.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<RoutedRow> createSerializer(SerializerConfig config) {
    return new RoutedRowSerializer();
  }

  @Override
  @SuppressWarnings("deprecation") // Flink 1.20 asks for the method that 2.0 dropped.
  public TypeSerializer<RoutedRow> createSerializer(ExecutionConfig config) {
    return new RoutedRowSerializer();
  }

  @Override
  public String toString() {
    return "RoutedRow";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RoutedRowTypeInfo;
  }

  @Override
  public int hashCode() {
    return RoutedRowTypeInfo.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof RoutedRowTypeInfo;
  }
}
