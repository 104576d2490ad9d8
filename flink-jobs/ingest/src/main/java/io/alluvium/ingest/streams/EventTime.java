package io.alluvium.ingest.streams;

import io.alluvium.ingest.record.DeclaredColumn;
import io.alluvium.ingest.record.TimeForm;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import javax.annotation.Nullable;

/**
 * Where rows have the time of their event, and which times are errors of a clock.
 *
 * @param column that holds it
 * @param zone of times without an offset
 * @param allowedFuture how far ahead of ours a device's clock may be
 * @param notBefore before which there was no device; null for no bound
 * @param outOfOrderness how much later than younger rows a row may come, for the watermark
 * @param idleAfter for how long a partition may be silent before the watermark leaves it behind
 */
public record EventTime(
    String column,
    String zone,
    Duration allowedFuture,
    @Nullable Instant notBefore,
    Duration outOfOrderness,
    Duration idleAfter)
    implements Serializable {
  /** Of the column: the same form, with a zone. */
  TimeForm form(DeclaredColumn declared) {
    return new TimeForm(declared.time().pattern(), zone, declared.time().epoch());
  }
}
