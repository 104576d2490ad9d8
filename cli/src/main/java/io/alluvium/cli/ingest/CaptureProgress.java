package io.alluvium.cli.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** How far a capture is, by the metrics of its source; of whatever database. */
record CaptureProgress(Map<String, Double> metrics) {
  private static final String SPLITS_DONE = "snapshotSplitsDone";
  private static final String SPLITS_LEFT = "snapshotSplitsLeft";
  private static final String POSITION = "position";
  private static final String SLOT_LAG = "slotLagBytes";
  private static final String FILE_NUMBER = "binlogFileNumber";
  private static final String OFFSET = "binlogOffset";
  private static final String SECONDS_BEHIND = "secondsBehindSource";
  private static final Set<String> WANTED =
      Set.of(SPLITS_DONE, SPLITS_LEFT, POSITION, SLOT_LAG, FILE_NUMBER, OFFSET, SECONDS_BEHIND);

  /**
   * @param metric with its operator before its name
   */
  static boolean wants(String metric) {
    return WANTED.contains(metric.substring(metric.lastIndexOf('.') + 1));
  }

  /** Without what is not known yet; empty where nothing is. */
  String text() {
    List<String> parts = new ArrayList<>();
    double left = value(SPLITS_LEFT).orElse(0);
    if (left > 0) {
      double done = value(SPLITS_DONE).orElse(0);
      parts.add(String.format(Locale.ROOT, "snapshot %.0f of %.0f ranges", done, done + left));
    }
    value(POSITION)
        .ifPresent(
            position -> {
              if (position > 0) {
                parts.add("at " + logPosition((long) position));
              }
            });
    value(SLOT_LAG)
        .ifPresent(
            lag -> parts.add(lag < 0 ? "slot not seen" : "slot " + mebibytes(lag) + " behind"));
    value(FILE_NUMBER)
        .ifPresent(
            number -> {
              if (number > 0) {
                parts.add(
                    String.format(
                        Locale.ROOT,
                        "at log file %.0f:%.0f, %.0f s behind",
                        number,
                        value(OFFSET).orElse(0),
                        value(SECONDS_BEHIND).orElse(0)));
              }
            });
    return String.join("  ", parts);
  }

  private OptionalDouble value(String name) {
    return metrics.entrySet().stream()
        .filter(metric -> metric.getKey().endsWith("." + name))
        .mapToDouble(Map.Entry::getValue)
        .findFirst();
  }

  static String mebibytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20));
  }

  /** As PostgreSQL writes it: the two halves in hexadecimal. */
  private static String logPosition(long position) {
    return String.format(Locale.ROOT, "%X/%X", position >>> 32, position & 0xffffffffL);
  }
}
