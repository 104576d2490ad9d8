package io.alluvium.udfs.series;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as they are kept in accumulators. */
final class EpochMicros {
  static final long PER_SECOND = 1_000_000L;

  private EpochMicros() {}

  static long of(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant toInstant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
