package io.alluvium.doctor;

/** How bad it is. */
public enum Severity {
  /** It will fail, lose or show data. */
  ERROR,
  /** It has hurt others, and may be meant. */
  WARNING
}
