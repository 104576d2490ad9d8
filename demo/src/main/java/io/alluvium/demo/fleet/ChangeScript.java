package io.alluvium.demo.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What happens to a portfolio while the demo runs: policies get another base temperature, buildings
 * grow, move to another station, are given up. Always the same for the same portfolio.
 */
final class ChangeScript {
  private static final int ROUNDS = 3;

  private final List<Change> changes = new ArrayList<>();
  private final List<Building> buildings;
  private final List<String> usages;
  private final List<String> stations;

  private ChangeScript(List<Building> buildings, List<String> usages, List<String> stations) {
    this.buildings = buildings;
    this.usages = usages;
    this.stations = stations;
  }

  static List<Change> of(Portfolio portfolio) {
    Map<String, Long> byUsage = count(portfolio, Building::primaryUsage);
    Map<String, Long> byStation = count(portfolio, Building::station);
    List<Building> served =
        portfolio.buildings().stream()
            .filter(building -> building.station() != null && building.floorAreaM2() != null)
            .toList();
    ChangeScript script = new ChangeScript(served, mostFirst(byUsage), mostFirst(byStation));
    for (int round = 0; round < ROUNDS; round++) {
      script.addRound(round);
    }
    return List.copyOf(script.changes);
  }

  private static Map<String, Long> count(Portfolio portfolio, Function<Building, String> property) {
    return portfolio.buildings().stream()
        .map(property)
        .filter(Objects::nonNull)
        .collect(Collectors.groupingBy(value -> value, Collectors.counting()));
  }

  private static List<String> mostFirst(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Four buildings a round, each met once, spread over the portfolio. */
  private void addRound(int round) {
    if (round < usages.size()) {
      setBase(usages.get(round), 16.5 + round);
    }
    enlarge(building(4 * round));
    move(building(4 * round + 1));
    delete(building(4 * round + 2));
    if (round == ROUNDS - 1) {
      // A row that changes a second time, and one that changes before it goes.
      setBase(usages.get(0), 17.25);
      Building last = building(4 * round + 3);
      enlarge(last);
      move(last);
      delete(last);
    }
  }

  private Building building(int index) {
    int steps = 4 * ROUNDS;
    return buildings.get((int) ((long) index * buildings.size() / steps));
  }

  private void setBase(String usage, double base) {
    add(
        String.format("the base temperature of %s becomes %s °C", usage, base),
        "UPDATE operations.comfort_policy SET base_temperature = ? WHERE primary_usage = ?",
        base,
        usage);
  }

  private void enlarge(Building building) {
    double area = building.floorAreaM2() + 250;
    add(
        String.format("%s grows to %s square metres", building.name(), area),
        "UPDATE operations.building SET floor_area_m2 = ? WHERE building = ?",
        area,
        building.name());
  }

  private void move(Building building) {
    int current = stations.indexOf(building.station());
    String station = stations.get((current + 1) % stations.size());
    add(
        String.format("%s is now served by %s", building.name(), station),
        "UPDATE operations.building SET station = ? WHERE building = ?",
        station,
        building.name());
  }

  private void delete(Building building) {
    add(
        String.format("%s is given up", building.name()),
        "DELETE FROM operations.building WHERE building = ?",
        building.name());
  }

  private void add(String description, String sql, Object... parameters) {
    changes.add(new Change(changes.size() + 1, description, sql, List.of(parameters)));
  }
}
