package io.alluvium.ingest.rest;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits that double from one failure to the next, and differ between clients. */
final class Backoff {
  private static final long FIRST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 60_000;
  private static final int MOST_DOUBLINGS = 16;

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param failures in a row, from 1
   */
  Duration after(int failures) {
    long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(MOST_DOUBLINGS, failures - 1));
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }
}
