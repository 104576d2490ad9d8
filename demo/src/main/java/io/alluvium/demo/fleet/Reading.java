package io.alluvium.demo.fleet;

import java.util.Arrays;

/** What a station observed at one time, as the station writes it: every value is text. */
public final class Reading {
  private final String station;
  private final String[] values;

  /**
   * @param values by the ordinal of {@link ReadingField}; null where the station has no such field
   */
  Reading(String station, String[] values) {
    this.station = station;
    this.values = values;
  }

  public String station() {
    return station;
  }

  /** As text, dirt included; null where the station has no such field. */
  public String value(ReadingField field) {
    return values[field.ordinal()];
  }

  /** As {@code yyyy-MM-dd HH:mm:ss}. */
  public String dateUtc() {
    return value(ReadingField.DATE_UTC);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reading reading
        && station.equals(reading.station)
        && Arrays.equals(values, reading.values);
  }

  @Override
  public int hashCode() {
    return 31 * station.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return station + " " + Arrays.toString(values);
  }
}
