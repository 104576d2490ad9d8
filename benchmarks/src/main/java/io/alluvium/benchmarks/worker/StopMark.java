package io.alluvium.benchmarks.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A file that tells an engine whose work has no end of its own to stop.
 *
 * @param file absent until then
 */
public record StopMark(Path file) {
  private static final long PAUSE_NANOS = 20_000_000L;

  /** The mark of a run, by the run's folder. */
  public static StopMark in(Path folder) {
    return new StopMark(folder.resolve("stop"));
  }

  public void set() throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  public boolean isSet() {
    return Files.exists(file);
  }

  /** Returns a moment later, for use in a loop that waits for the mark. */
  public static void pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }
}
