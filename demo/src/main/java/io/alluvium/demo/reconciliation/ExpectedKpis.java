package io.alluvium.demo.reconciliation;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What silver and gold must hold, computed from bronze with other code than the models'. Holds the
 * distinct readings in memory: meant for a demo's portfolio, not for a fleet of millions.
 */
final class ExpectedKpis {
  static final List<String> BUILDING_COLUMNS =
      List.of("building", "primary_usage", "station", "floor_area_m2");
  static final List<String> POLICY_COLUMNS = List.of("primary_usage", "base_temperature");
  private static final double DEFAULT_BASE = 18;

  private final Map<String, Building> buildings;
  private final Map<String, Double> bases;
  private final Map<String, StationFigures> stations;

  private ExpectedKpis(
      Map<String, Building> buildings,
      Map<String, Double> bases,
      Map<String, StationFigures> stations) {
    this.buildings = buildings;
    this.bases = bases;
    this.stations = stations;
  }

  /** Sums over the buildings of a usage in a month. */
  static final class MonthFigures {
    private final Set<String> buildings = new HashSet<>();
    private double heating;
    private double cooling;
    private double floorArea;

    private void add(String name, Building building, DayFigures day, double base) {
      if (buildings.add(name) && building.floorArea() != null) {
        floorArea += building.floorArea();
      }
      if (day.mean() != null) {
        heating += day.heating(base);
        cooling += day.cooling(base);
      }
    }

    int buildings() {
      return buildings.size();
    }

    double heating() {
      return heating;
    }

    double cooling() {
      return cooling;
    }

    double floorArea() {
      return floorArea;
    }
  }

  static ExpectedKpis of(LakeReader lake) {
    Map<String, StationFigures> stations = new TreeMap<>();
    lake.forEach(
        "bronze.reading",
        List.of("station", "date_utc", "temperature_c", "_sequence"),
        row ->
            stations
                .computeIfAbsent(row.getString(0).toString(), station -> new StationFigures())
                .add(
                    row.getString(1).toString(),
                    row.getLong(3),
                    row.isNullAt(2) ? null : row.getDouble(2)));
    stations.values().forEach(StationFigures::complete);
    return new ExpectedKpis(
        ChangeLog.fold(lake, "bronze.building", BUILDING_COLUMNS, Building::of),
        ChangeLog.fold(lake, "bronze.comfort_policy", POLICY_COLUMNS, row -> row.getDouble(1)),
        stations);
  }

  Map<String, Building> buildings() {
    return buildings;
  }

  /** Base temperature by usage. */
  Map<String, Double> policies() {
    return bases;
  }

  Map<String, StationFigures> stations() {
    return stations;
  }

  long distinctReadings() {
    return stations.values().stream().mapToLong(StationFigures::readings).sum();
  }

  double base(Building building) {
    Double base = building.usage() == null ? null : bases.get(building.usage());
    return base == null ? DEFAULT_BASE : base;
  }

  Map<LocalDate, DayFigures> daysOf(Building building) {
    StationFigures station = building.station() == null ? null : stations.get(building.station());
    return station == null ? Map.of() : station.days();
  }

  long buildingDays() {
    return buildings.values().stream().mapToLong(building -> daysOf(building).size()).sum();
  }

  /** By usage, then by the first day of the month. */
  Map<String, Map<LocalDate, MonthFigures>> months() {
    Map<String, Map<LocalDate, MonthFigures>> months = new TreeMap<>();
    buildings.forEach(
        (name, building) -> {
          // A building without a usage belongs to none of the rows.
          if (building.usage() != null) {
            Map<LocalDate, MonthFigures> ofUsage =
                months.computeIfAbsent(building.usage(), usage -> new TreeMap<>());
            daysOf(building)
                .forEach(
                    (date, day) ->
                        ofUsage
                            .computeIfAbsent(date.withDayOfMonth(1), month -> new MonthFigures())
                            .add(name, building, day, base(building)));
          }
        });
    return months;
  }
}
