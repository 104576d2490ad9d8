package io.alluvium.models.quality.quarantine;

/**
 * What a replay did.
 *
 * @param quarantined rows that were in quarantine, without those that were replayed before
 * @param replayed rows that went to the table
 * @param outdated rows that left the quarantine because the table has a later row of the key
 * @param taken rows of the table that break the rules as they are now, and went to quarantine
 */
public record ReplayResult(long quarantined, long replayed, long outdated, long taken) {
  /** Rows that stay in quarantine, those that were taken now not among them. */
  public long left() {
    return quarantined - replayed - outdated;
  }
}
