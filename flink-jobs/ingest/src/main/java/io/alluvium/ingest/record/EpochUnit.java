package io.alluvium.ingest.record;

/** What a time is counted in, where it is a number: from 1970-01-01T00:00:00Z on. */
public enum EpochUnit {
  SECONDS(1L),
  MILLISECONDS(1_000L),
  MICROSECONDS(1_000_000L),
  NANOSECONDS(1_000_000_000L);

  private final long perSecond;

  EpochUnit(long perSecond) {
    this.perSecond = perSecond;
  }

  long perSecond() {
    return perSecond;
  }
}
