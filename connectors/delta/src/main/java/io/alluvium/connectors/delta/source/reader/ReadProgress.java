package io.alluvium.connectors.delta.source.reader;

import java.time.Clock;
import org.apache.flink.annotation.Internal;

/** How far the reading of changes lags behind the table, for metrics. Thread-safe. */
@Internal
public final class ReadProgress {
  private static final long NONE = -1;

  private final Clock clock;
  private volatile long commitTime = NONE;
  private volatile long versions;

  public ReadProgress(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param timestamp of the version that is being read
   * @param versionsLeft known ones that are not read to their end; there may be more
   */
  void reading(long timestamp, long versionsLeft) {
    commitTime = timestamp;
    versions = versionsLeft;
  }

  void caughtUp() {
    commitTime = NONE;
    versions = 0;
  }

  /** Age of the commit that is being read, in milliseconds; 0 where there is nothing to read. */
  public long lagMillis() {
    long time = commitTime;
    return time == NONE ? 0 : Math.max(0, clock.millis() - time);
  }

  public long versions() {
    return versions;
  }
}
