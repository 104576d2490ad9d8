package io.alluvium.demo;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * Shows how far the flow has come: on a terminal one line that is written over, elsewhere a line
 * every few seconds.
 */
final class ProgressLine {
  private static final Duration RATE_WINDOW = Duration.ofSeconds(3);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal = System.console() != null;
  private Duration windowStart = Duration.ZERO;
  private long servedAtWindowStart;
  private double rate;
  private Duration shown = BETWEEN_LINES.negated();
  private boolean open;

  ProgressLine(PrintWriter out) {
    this.out = out;
  }

  void show(Flow flow) {
    measureRate(flow);
    if (terminal) {
      out.print(CLEAR + text(flow));
      open = true;
    } else if (flow.elapsed().minus(shown).compareTo(BETWEEN_LINES) >= 0) {
      shown = flow.elapsed();
      out.println(text(flow));
    }
    out.flush();
  }

  private void measureRate(Flow flow) {
    Duration window = flow.elapsed().minus(windowStart);
    if (window.compareTo(RATE_WINDOW) >= 0) {
      rate = (flow.readingsServed() - servedAtWindowStart) * 1e9 / window.toNanos();
      servedAtWindowStart = flow.readingsServed();
      windowStart = flow.elapsed();
    }
  }

  private String text(Flow flow) {
    return String.format(
        "%4d s  sent %,d of %,d  bronze %,d  silver %,d  gold %,d  dead %,d"
            + "  in KPIs %,d (%,.0f/s)  lag %.1f s",
        flow.elapsed().toSeconds(),
        flow.sent(),
        flow.total(),
        flow.layer("bronze"),
        flow.layer("silver"),
        flow.layer("gold"),
        flow.deadLetters(),
        flow.readingsServed(),
        rate,
        flow.lag().toMillis() / 1000.0);
  }

  /** Leaves the last state standing, so that other lines can follow. */
  void end() {
    if (open) {
      out.println();
      out.flush();
      open = false;
    }
  }
}
