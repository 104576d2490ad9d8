package io.alluvium.models;

import io.alluvium.models.PolicyHistory.Policy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps bronze and, by the plainest means, what silver and gold must hold. */
final class Portfolio {
  private record Building(String usage, String station, Double floorArea) {}

  private static final double DEFAULT_BASE = 18;
  private static final double NOTHING = -9999;

  private final Bronze bronze;
  private final Map<String, NavigableMap<LocalDateTime, Optional<Double>>> stations =
      new TreeMap<>();
  private final Map<String, Building> buildings = new TreeMap<>();
  private final PolicyHistory policies = new PolicyHistory();

  Portfolio(Bronze bronze) {
    this.bronze = bronze;
  }

  void reading(String station, LocalDateTime observed, Double temperature) {
    bronze.reading(station, observed, temperature);
    boolean missing = temperature == null || temperature == NOTHING;
    stations
        .computeIfAbsent(station, name -> new TreeMap<>())
        .put(observed, missing ? Optional.empty() : Optional.of(temperature));
  }

  void building(String op, String name, String usage, String station, Double floorArea) {
    bronze.building(op, name, usage, station, floorArea);
    if (op.equals("d")) {
      buildings.remove(name);
    } else {
      buildings.put(name, new Building(usage, station, floorArea));
    }
  }

  void policy(String op, String usage, Double base) {
    policy(op, usage, base, Bronze.BEFORE_ALL);
  }

  /** A change that was made at a time. */
  void policy(String op, String usage, Double base, LocalDateTime at) {
    bronze.policy(op, usage, base, at);
    policies.change(op, usage, base, at);
  }

  /** By usage, policy, whether it was deleted and begin: begin and end. */
  Map<String, List<Object>> policyVersions() {
    return policies.versions();
  }

  /** Of the days before one. */
  Map<String, List<Object>> comfortHourly(LocalDate end) {
    Map<String, long[]> counts = new TreeMap<>();
    for (Building building : buildings.values()) {
      hours(building.station())
          .forEach(
              (hour, mean) ->
                  policies
                      .at(String.valueOf(building.usage()), hour)
                      .filter(policy -> hour.toLocalDate().isBefore(end))
                      .ifPresent(
                          policy -> {
                            String key =
                                building.usage() + "/" + hour.toLocalDate() + "/" + text(hour);
                            long[] row = counts.computeIfAbsent(key, one -> new long[4]);
                            row[0]++;
                            row[mean < policy.low() ? 2 : mean > policy.high() ? 3 : 1]++;
                          }));
    }
    Map<String, List<Object>> rows = new TreeMap<>();
    counts.forEach(
        (key, row) ->
            rows.put(key, List.of(row[0], row[1], row[2], row[3], (double) row[1] / row[0])));
    return rows;
  }

  /** The mean temperatures of a station, of hours in which there is one. */
  private Map<LocalDateTime, Double> hours(String station) {
    Map<LocalDateTime, List<BigDecimal>> temperatures = new TreeMap<>();
    stations
        .getOrDefault(String.valueOf(station), new TreeMap<>())
        .forEach(
            (time, value) ->
                value.ifPresent(
                    one ->
                        temperatures
                            .computeIfAbsent(
                                time.truncatedTo(ChronoUnit.HOURS), hour -> new ArrayList<>())
                            .add(BigDecimal.valueOf(one))));
    Map<LocalDateTime, Double> means = new TreeMap<>();
    temperatures.forEach(
        (hour, values) ->
            means.put(
                hour,
                values.stream().reduce(BigDecimal.ZERO, BigDecimal::add).doubleValue()
                    / values.size()));
    return means;
  }

  Map<String, List<Object>> buildingDaily() {
    Map<String, List<Object>> rows = new TreeMap<>();
    buildings.forEach(
        (name, building) ->
            days(building.station())
                .forEach(
                    (day, temperatures) ->
                        rows.put(name + "/" + day, buildingDay(building, temperatures))));
    return rows;
  }

  private List<Object> buildingDay(Building building, List<Optional<Double>> temperatures) {
    double[] present =
        temperatures.stream().flatMap(Optional::stream).mapToDouble(value -> value).toArray();
    long readings = temperatures.size();
    if (present.length == 0) {
      return Arrays.asList(readings, null, null, null, null, null);
    }
    double mean = Arrays.stream(present).average().orElseThrow();
    Policy policy = policies.current().get(String.valueOf(building.usage()));
    double base = policy == null ? DEFAULT_BASE : policy.base();
    return List.of(
        readings,
        mean,
        Arrays.stream(present).min().orElseThrow(),
        Arrays.stream(present).max().orElseThrow(),
        Math.max(0, base - mean),
        Math.max(0, mean - base));
  }

  Map<String, List<Object>> stationHealth() {
    Map<String, List<Object>> rows = new TreeMap<>();
    stations.forEach(
        (name, readings) -> {
          long gap = 0;
          LocalDateTime previous = readings.firstKey();
          for (LocalDateTime time : readings.keySet()) {
            gap = Math.max(gap, Duration.between(previous, time).toMinutes());
            previous = time;
          }
          long missing = readings.values().stream().filter(Optional::isEmpty).count();
          rows.put(
              name,
              List.of(
                  (long) readings.size(),
                  (double) missing / readings.size(),
                  gap,
                  text(readings.firstKey()),
                  text(readings.lastKey())));
        });
    return rows;
  }

  Map<String, List<Object>> usageMonthly() {
    Map<String, Map<String, List<List<Object>>>> daysByBuilding = new TreeMap<>();
    buildingDaily()
        .forEach(
            (key, row) -> {
              String building = key.substring(0, key.indexOf('/'));
              String usage = buildings.get(building).usage();
              String month = key.substring(key.indexOf('/') + 1, key.length() - 2) + "01";
              if (usage != null) {
                daysByBuilding
                    .computeIfAbsent(usage + "/" + month, name -> new TreeMap<>())
                    .computeIfAbsent(building, name -> new ArrayList<>())
                    .add(row);
              }
            });
    Map<String, List<Object>> rows = new TreeMap<>();
    daysByBuilding.forEach(
        (key, byBuilding) ->
            rows.put(
                key,
                List.of(
                    (long) byBuilding.size(),
                    sum(byBuilding, 4),
                    sum(byBuilding, 5),
                    byBuilding.keySet().stream()
                        .map(name -> buildings.get(name).floorArea())
                        .filter(Objects::nonNull)
                        .mapToDouble(area -> area)
                        .sum())));
    return rows;
  }

  Map<String, List<Object>> silverReadings() {
    Map<String, List<Object>> rows = new TreeMap<>();
    stations.forEach(
        (station, readings) ->
            readings.forEach(
                (time, temperature) ->
                    rows.put(
                        station + "/" + text(time),
                        Arrays.asList(
                            temperature.orElse(null),
                            1.5,
                            80.0,
                            1013.2,
                            null,
                            5.0,
                            null,
                            null,
                            0.0,
                            null,
                            "Clear"))));
    return rows;
  }

  Map<String, List<Object>> silverBuildings() {
    Map<String, List<Object>> rows = new TreeMap<>();
    buildings.forEach(
        (name, building) ->
            rows.put(
                name,
                Arrays.asList(
                    building.usage(),
                    "Education",
                    building.station(),
                    building.floorArea(),
                    "Europe/London",
                    1970)));
    return rows;
  }

  Map<String, List<Object>> silverPolicies() {
    Map<String, List<Object>> rows = new TreeMap<>();
    policies
        .current()
        .forEach(
            (usage, policy) ->
                rows.put(usage, List.of(policy.base(), policy.low(), policy.high())));
    return rows;
  }

  private Map<LocalDate, List<Optional<Double>>> days(String station) {
    Map<LocalDate, List<Optional<Double>>> days = new TreeMap<>();
    stations
        .getOrDefault(String.valueOf(station), new TreeMap<>())
        .forEach(
            (time, value) ->
                days.computeIfAbsent(time.toLocalDate(), day -> new ArrayList<>()).add(value));
    return days;
  }

  private static double sum(Map<String, List<List<Object>>> rows, int column) {
    return rows.values().stream()
        .flatMap(List::stream)
        .map(row -> (Double) row.get(column))
        .filter(Objects::nonNull)
        .mapToDouble(value -> value)
        .sum();
  }

  private static String text(LocalDateTime time) {
    return org.apache.flink.table.data.TimestampData.fromLocalDateTime(time).toString();
  }
}
