package io.alluvium.ingest.batch;

import java.util.stream.LongStream;

/**
 * The seeds of the crash suites: {@code -Dalluvium.seeds=N} runs the first N of each, {@code
 * -Dalluvium.seed=N} one of them.
 */
public final class BatchSeeds {
  /** Of a parameterized test, so that a failing one says how to run it again. */
  public static final String NAME = "-Dalluvium.seed={0}";

  private BatchSeeds() {}

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
