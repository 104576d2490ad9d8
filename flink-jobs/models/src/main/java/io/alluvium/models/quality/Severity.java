package io.alluvium.models.quality;

import io.alluvium.models.project.Origin;
import java.util.Locale;

/** What follows from rows that violate a test. */
public enum Severity {
  /** They are told of. */
  WARN,
  /** The test fails; in a running job the job does. */
  ERROR,
  /** As an error, but in a running job the row goes to quarantine in place of the table. */
  QUARANTINE;

  static Severity of(Object value, Origin origin) {
    try {
      return valueOf(String.valueOf(value).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw origin.error("severity must be warn, error or quarantine, not '" + value + "'");
    }
  }
}
