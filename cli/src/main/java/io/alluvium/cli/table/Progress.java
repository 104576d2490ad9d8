package io.alluvium.cli.table;

import io.alluvium.connectors.delta.maintenance.ProgressListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Says every few seconds how far long work has come. Short work says nothing. */
final class Progress implements ProgressListener {
  private static final long BETWEEN_LINES = Duration.ofSeconds(2).toNanos();

  private final String what;
  private final PrintWriter err;
  private final LongSupplier nanos;
  private long shown;

  /**
   * @param what is counted, for example {@code bytes rewritten}
   */
  Progress(String what, PrintWriter err, LongSupplier nanos) {
    this.what = what;
    this.err = err;
    this.nanos = nanos;
    this.shown = nanos.getAsLong();
  }

  @Override
  public void progressed(long done, long total) {
    long now = nanos.getAsLong();
    if (now - shown >= BETWEEN_LINES) {
      shown = now;
      err.println(
          what
              + ": "
              + done
              + " of "
              + total
              + " ("
              + (total == 0 ? 100 : 100 * done / total)
              + " %)");
      err.flush();
    }
  }
}
