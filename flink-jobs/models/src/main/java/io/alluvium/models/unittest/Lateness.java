package io.alluvium.models.unittest;

import io.alluvium.models.project.Watermark;
import java.time.Instant;
import java.util.List;

/**
 * Which rows come too late for their windows.
 *
 * @param newest of the rows so far
 */
record Lateness(Watermark watermark, Instant newest) {

  static Lateness of(Watermark watermark, List<GivenRow> rows) {
    Lateness lateness = new Lateness(watermark, Instant.MIN);
    for (GivenRow row : rows) {
      lateness = lateness.and(row);
    }
    return lateness;
  }

  Lateness and(GivenRow row) {
    return row.time().isPresent() && row.time().get().isAfter(newest)
        ? new Lateness(watermark, row.time().get())
        : this;
  }

  boolean isLate(GivenRow row) {
    return row.time().isPresent()
        && !newest.equals(Instant.MIN)
        && !row.time().get().isAfter(newest.minus(watermark.duration()));
  }

  /**
   * Whether a row is treated alike behind either rows: one that is not late always counts, and one
   * that is late counts as long as its window is open.
   */
  boolean isSame(GivenRow row, Lateness other) {
    return newest.equals(other.newest) || !isLate(row) && !other.isLate(row);
  }

  static boolean anyLate(Watermark watermark, List<GivenRow> rows) {
    Lateness lateness = new Lateness(watermark, Instant.MIN);
    for (GivenRow row : rows) {
      if (lateness.isLate(row)) {
        return true;
      }
      lateness = lateness.and(row);
    }
    return false;
  }
}
