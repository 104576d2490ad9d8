package io.alluvium.demo.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The distinct readings of one station: of readings with the same time the last counts. */
final class StationFigures {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final double NO_VALUE = -9999;

  private record Winner(long sequence, Double temperature) {}

  private final Map<String, Winner> winners = new HashMap<>();
  private final NavigableMap<LocalDate, DayFigures> days = new TreeMap<>();
  private Instant first;
  private Instant last;
  private long longestGapMinutes;
  private long withoutTemperature;

  /**
   * @param time as the device sent it, in UTC
   * @param temperature as the device sent it, or null
   */
  void add(String time, long sequence, Double temperature) {
    Double cleaned = temperature == null || temperature == NO_VALUE ? null : temperature;
    winners.merge(
        time,
        new Winner(sequence, cleaned),
        (one, other) -> one.sequence() > other.sequence() ? one : other);
  }

  /** To be called once all readings are in. */
  void complete() {
    NavigableMap<LocalDateTime, Winner> ordered = new TreeMap<>();
    winners.forEach((time, winner) -> ordered.put(LocalDateTime.parse(time, TIME), winner));
    Instant previous = null;
    for (Map.Entry<LocalDateTime, Winner> entry : ordered.entrySet()) {
      Instant observed = entry.getKey().toInstant(ZoneOffset.UTC);
      Double temperature = entry.getValue().temperature();
      days.computeIfAbsent(entry.getKey().toLocalDate(), day -> new DayFigures()).add(temperature);
      if (temperature == null) {
        withoutTemperature++;
      }
      if (previous == null) {
        first = observed;
      } else {
        longestGapMinutes =
            Math.max(longestGapMinutes, Duration.between(previous, observed).toMinutes());
      }
      previous = observed;
    }
    last = previous;
  }

  long readings() {
    return winners.size();
  }

  long withoutTemperature() {
    return withoutTemperature;
  }

  double missingShare() {
    return (double) withoutTemperature / winners.size();
  }

  long longestGapMinutes() {
    return longestGapMinutes;
  }

  Instant first() {
    return first;
  }

  Instant last() {
    return last;
  }

  NavigableMap<LocalDate, DayFigures> days() {
    return days;
  }
}
