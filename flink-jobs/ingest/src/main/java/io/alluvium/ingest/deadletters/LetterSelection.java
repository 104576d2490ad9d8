package io.alluvium.ingest.deadletters;

import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;

/**
 * Which dead letters are meant.
 *
 * @param inlet by which they came; null for any
 * @param errorClass of their error; null for any
 * @param since when they were read, at the earliest; null for any time
 * @param until when they were read, before; null for any time
 * @param positions where they are in their source; empty for any
 */
public record LetterSelection(
    @Nullable String inlet,
    @Nullable String errorClass,
    @Nullable Instant since,
    @Nullable Instant until,
    Set<String> positions)
    implements Serializable {
  public LetterSelection {
    positions = Set.copyOf(positions);
  }

  /** All of an inlet. */
  public static LetterSelection of(String inlet) {
    return new LetterSelection(inlet, null, null, null, Set.of());
  }

  /** The same of one inlet. */
  public LetterSelection ofInlet(String oneInlet) {
    return new LetterSelection(oneInlet, errorClass, since, until, positions);
  }

  /**
   * @param row of {@link LetterColumns#SUMMARY}
   */
  boolean contains(RowData row) {
    return (inlet == null || inlet.equals(LetterColumns.text(row, LetterColumns.INLET)))
        && (errorClass == null
            || errorClass.equals(LetterColumns.text(row, LetterColumns.ERROR_CLASS)))
        && (positions.isEmpty()
            || positions.contains(LetterColumns.text(row, LetterColumns.POSITION)))
        && isInTime(row);
  }

  private boolean isInTime(RowData row) {
    if (since == null && until == null) {
      return true;
    }
    Optional<Instant> time = LetterColumns.time(row, LetterColumns.INGEST_TIME);
    return time.isPresent()
        && (since == null || !time.get().isBefore(since))
        && (until == null || time.get().isBefore(until));
  }
}
