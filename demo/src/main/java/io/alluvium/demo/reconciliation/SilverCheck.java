package io.alluvium.demo.reconciliation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares the silver tables with what bronze and the database say that they must hold. */
final class SilverCheck {
  private final LakeReader lake;
  private final ExpectedKpis expected;

  SilverCheck(LakeReader lake, ExpectedKpis expected) {
    this.lake = lake;
    this.expected = expected;
  }

  /** Each station's readings and how many of them have no temperature. */
  TableAccount readings(long bronzeRows) {
    Map<String, long[]> found = new HashMap<>();
    lake.forEach(
        "silver.reading",
        List.of("station", "temperature"),
        row -> {
          long[] counts =
              found.computeIfAbsent(row.getString(0).toString(), station -> new long[2]);
          counts[0]++;
          counts[1] += row.isNullAt(1) ? 1 : 0;
        });
    long now = found.values().stream().mapToLong(counts -> counts[0]).sum();
    long differences = 0;
    for (Map.Entry<String, StationFigures> entry : expected.stations().entrySet()) {
      StationFigures station = entry.getValue();
      long[] counts = found.getOrDefault(entry.getKey(), new long[2]);
      differences += Math.abs(counts[0] - station.readings());
      differences += Math.abs(counts[1] - station.withoutTemperature());
    }
    differences += found.keySet().stream().filter(s -> !expected.stations().containsKey(s)).count();
    long repeats = bronzeRows - expected.distinctReadings();
    return new TableAccount(
        "silver.reading", bronzeRows, now, 0, differences, repeats + " repeats: the last counts");
  }

  TableAccount buildings(Map<String, Building> inDatabase) {
    Map<String, Building> found = new HashMap<>();
    lake.forEach(
        "silver.building",
        ExpectedKpis.BUILDING_COLUMNS,
        row -> found.put(row.getString(0).toString(), Building.of(row)));
    return account("silver.building", inDatabase, found);
  }

  TableAccount policies(Map<String, Double> inDatabase) {
    Map<String, Double> found = new HashMap<>();
    lake.forEach(
        "silver.comfort_policy",
        ExpectedKpis.POLICY_COLUMNS,
        row -> found.put(row.getString(0).toString(), Figures.doubleAt(row, 1)));
    return account("silver.comfort_policy", inDatabase, found);
  }

  static <T> TableAccount account(String table, Map<String, T> inDatabase, Map<String, T> found) {
    long differences =
        inDatabase.entrySet().stream()
                .filter(entry -> !Objects.equals(entry.getValue(), found.get(entry.getKey())))
                .count()
            + found.keySet().stream().filter(key -> !inDatabase.containsKey(key)).count();
    return new TableAccount(
        table, inDatabase.size(), found.size(), 0, differences, "as in the database");
  }
}
