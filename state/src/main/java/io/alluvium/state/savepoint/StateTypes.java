package io.alluvium.state.savepoint;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer.RowDataSerializerSnapshot;
import org.apache.flink.table.types.logical.LogicalType;

/** Serializers, as people read them. */
final class StateTypes {
  private static final String EXPIRING = "TtlSerializer";

  private StateTypes() {}

  /** Such as {@code ROW<BIGINT, VARCHAR(2147483647)>}. */
  static String text(@Nullable TypeSerializerSnapshot<?> snapshot) {
    if (snapshot == null) {
      return "";
    }
    if (snapshot instanceof RowDataSerializerSnapshot row) {
      return "ROW<" + columns(row) + ">";
    }
    String name = plainName(snapshot.getClass());
    if (snapshot instanceof CompositeTypeSerializerSnapshot<?, ?> composite
        && composite.getNestedSerializerSnapshots().length > 0) {
      return name
          + "<"
          + Arrays.stream(composite.getNestedSerializerSnapshots())
              .map(StateTypes::text)
              .collect(Collectors.joining(", "))
          + ">";
    }
    return name;
  }

  static boolean expires(@Nullable TypeSerializerSnapshot<?> snapshot) {
    return snapshot != null && snapshot.getClass().getName().contains(EXPIRING);
  }

  private static String plainName(Class<?> snapshot) {
    String name = snapshot.getName();
    String plain = name.substring(name.lastIndexOf('.') + 1);
    return plain.replaceAll("\\$.*", "").replaceAll("(Serializer)?(Snapshot)?$", "");
  }

  private static String columns(RowDataSerializerSnapshot row) {
    return Arrays.stream(types(row))
        .map(LogicalType::asSummaryString)
        .collect(Collectors.joining(", "));
  }

  /** The columns of rows. The snapshot does not show them. */
  static LogicalType[] types(RowDataSerializerSnapshot row) {
    try {
      Field types = RowDataSerializerSnapshot.class.getDeclaredField("types");
      types.setAccessible(true);
      return (LogicalType[]) types.get(row);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another release of Flink than this was made for", e);
    }
  }
}
