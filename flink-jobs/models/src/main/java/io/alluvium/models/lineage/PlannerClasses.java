package io.alluvium.models.lineage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Sees the planner's classes, which Flink hides, and defines here those that name them. */
final class PlannerClasses extends ClassLoader {
  private static final String OURS = "io.alluvium.";
  private static final String HERE = "io.alluvium.models.lineage.planner.";
  private static final String READER = HERE + "TreeReader";

  private PlannerClasses(ClassLoader planner) {
    super(planner);
  }

  /**
   * @param operation of the planner whose trees are to be read
   */
  static QueryReader reader(Object operation) {
    try {
      return (QueryReader)
          new PlannerClasses(operation.getClass().getClassLoader())
              .loadClass(READER)
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(HERE)) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }
    return name.startsWith(OURS)
        ? PlannerClasses.class.getClassLoader().loadClass(name)
        : super.loadClass(name, resolve);
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String resource = "/" + name.replace('.', '/') + ".class";
    try (InputStream stream = PlannerClasses.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = stream.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
