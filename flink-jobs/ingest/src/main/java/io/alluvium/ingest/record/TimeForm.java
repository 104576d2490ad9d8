package io.alluvium.ingest.record;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.ZoneId;
import javax.annotation.Nullable;

/**
 * How times are written.
 *
 * @param pattern of {@link java.time.format.DateTimeFormatter}; null for ISO 8601, with a T or a
 *     blank between day and time
 * @param zone of texts without an offset; null where these are no instants
 * @param epoch what numbers count; null where a number is no time
 */
public record TimeForm(@Nullable String pattern, @Nullable String zone, @Nullable EpochUnit epoch)
    implements Serializable {
  public static final TimeForm ISO = new TimeForm(null, null, null);

  /**
   * @throws IllegalArgumentException where the pattern or the zone is none
   */
  public TimeForm {
    if (zone != null) {
      try {
        ZoneId.of(zone);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("'" + zone + "' is no time zone", e);
      }
    }
    if (pattern != null) {
      TimeReader.checkPattern(pattern);
    }
  }
}
