package io.alluvium.ingest.record;

/** What becomes of a value that does not fit its column. */
public enum Mismatch {
  /** The column is null, and the value is kept in {@code _rescued}. */
  RESCUE,
  /** The record is a dead letter. */
  REJECT
}
