package io.alluvium.ingest.deadletters;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a replay did.
 *
 * @param chosen letters that were meant
 * @param there of these, letters whose rows the table held before
 * @param replayed of these, letters whose rows it holds now
 * @param unreadable of these, letters that still cannot be decoded, by the class of the error
 */
public record ReplayResult(long chosen, long there, long replayed, Map<String, Long> unreadable) {
  public ReplayResult {
    unreadable = new TreeMap<>(unreadable);
  }

  /** Letters that another replay of the same inlet was at, at the same time. */
  public long left() {
    return chosen
        - there
        - replayed
        - unreadable.values().stream().mapToLong(Long::longValue).sum();
  }
}
