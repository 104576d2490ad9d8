package io.alluvium.connectors.delta;

import java.util.stream.LongStream;

/**
 * The seeds of the crash suites: each makes a run, whose name shows it, and makes it again. A build
 * runs a few of each suite; {@code -Dalluvium.seeds=N} runs the first N of each, {@code
 * -Dalluvium.seed=N} one of them.
 */
public final class CrashSeeds {
  /** Marks the suites that the profile of this name runs with many seeds. */
  public static final String SUITE = "crash-matrix";

  /** Of a parameterized test, so that a failing one says how to run it again. */
  public static final String NAME = "-Dalluvium.seed={0}";

  private CrashSeeds() {}

  /**
   * @param sample how many a build runs
   */
  public static LongStream of(int sample) {
    Long one = Long.getLong("alluvium.seed");
    return one != null
        ? LongStream.of(one)
        : LongStream.rangeClosed(1, Integer.getInteger("alluvium.seeds", sample));
  }
}
