package io.alluvium.benchmarks.engines;

import java.util.concurrent.Callable;
import javax.annotation.Nullable;

/** What the first run of an engine starts, and all others use, until the engine is closed. */
final class Kept<T extends AutoCloseable> implements AutoCloseable {
  @Nullable private T value;

  /**
   * @param start only called where there is none yet
   */
  T get(Callable<T> start) throws Exception {
    if (value == null) {
      value = start.call();
    }
    return value;
  }

  @Override
  public void close() throws Exception {
    if (value != null) {
      value.close();
    }
  }
}
