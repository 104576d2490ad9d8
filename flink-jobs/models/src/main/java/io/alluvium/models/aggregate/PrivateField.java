package io.alluvium.models.aggregate;

import java.lang.reflect.Field;

/** A private field of a class of Flink. */
final class PrivateField {
  private PrivateField() {}

  static Object get(Class<?> owner, String name, Object object) {
    try {
      return field(owner, name).get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  static void set(Class<?> owner, String name, Object object, Object value) {
    try {
      field(owner, name).set(object, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field field(Class<?> owner, String name) {
    try {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(
          owner.getName() + " has no field " + name + ": it is not that of Flink 1.20", e);
    }
  }
}
