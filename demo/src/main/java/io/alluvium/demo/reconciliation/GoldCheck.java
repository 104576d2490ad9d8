package io.alluvium.demo.reconciliation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.data.RowData;

/** Compares the gold tables with what they must hold, row by row. */
final class GoldCheck {
  private final LakeReader lake;
  private final ExpectedKpis expected;

  GoldCheck(LakeReader lake, ExpectedKpis expected) {
    this.lake = lake;
    this.expected = expected;
  }

  /** Counts the rows of a table as they are compared. */
  private static final class Tally {
    private final Set<String> seen = new HashSet<>();
    private long rows;
    private long wrong;

    void row(String key, boolean right) {
      rows++;
      if (!seen.add(key) || !right) {
        wrong++;
      }
    }

    TableAccount account(String table, long in, long expectedRows, String explanation) {
      long missing = Math.max(0, expectedRows - (rows - wrong));
      return new TableAccount(table, in, rows, 0, Math.max(wrong, missing), explanation);
    }
  }

  TableAccount buildingDaily() {
    Tally tally = new Tally();
    lake.forEach(
        "gold.building_daily",
        List.of(
            "building",
            "reading_date",
            "readings",
            "temperature_mean",
            "temperature_min",
            "temperature_max",
            "heating_degree_days",
            "cooling_degree_days"),
        row -> {
          String name = row.getString(0).toString();
          LocalDate date = LocalDate.ofEpochDay(row.getInt(1));
          tally.row(name + '/' + date, isRight(row, expected.buildings().get(name), date));
        });
    return tally.account(
        "gold.building_daily",
        expected.distinctReadings(),
        expected.buildingDays(),
        "one row per building and day");
  }

  private boolean isRight(RowData row, Building building, LocalDate date) {
    DayFigures day = building == null ? null : expected.daysOf(building).get(date);
    if (day == null) {
      return false;
    }
    double base = expected.base(building);
    return row.getLong(2) == day.readings()
        && Figures.same(Figures.doubleAt(row, 3), day.mean())
        && Figures.same(Figures.doubleAt(row, 4), day.min())
        && Figures.same(Figures.doubleAt(row, 5), day.max())
        && Figures.same(Figures.doubleAt(row, 6), day.heating(base))
        && Figures.same(Figures.doubleAt(row, 7), day.cooling(base));
  }

  TableAccount stationHealth() {
    Tally tally = new Tally();
    lake.forEach(
        "gold.station_health",
        List.of(
            "station",
            "readings",
            "missing_share",
            "longest_gap_minutes",
            "first_observed",
            "last_observed"),
        row -> {
          String name = row.getString(0).toString();
          StationFigures station = expected.stations().get(name);
          tally.row(
              name,
              station != null
                  && row.getLong(1) == station.readings()
                  && Figures.same(Figures.doubleAt(row, 2), station.missingShare())
                  && longAt(row, 3) == station.longestGapMinutes()
                  && instantAt(row, 4).equals(station.first())
                  && instantAt(row, 5).equals(station.last()));
        });
    return tally.account(
        "gold.station_health",
        expected.distinctReadings(),
        expected.stations().size(),
        "one row per station");
  }

  TableAccount usageMonthly() {
    Map<String, Map<LocalDate, ExpectedKpis.MonthFigures>> months = expected.months();
    Tally tally = new Tally();
    lake.forEach(
        "gold.usage_monthly",
        List.of(
            "primary_usage",
            "month_start",
            "buildings",
            "heating_degree_days",
            "cooling_degree_days",
            "floor_area_m2"),
        row -> {
          String usage = row.getString(0).toString();
          LocalDate month = LocalDate.ofEpochDay(row.getInt(1));
          ExpectedKpis.MonthFigures figures = months.getOrDefault(usage, Map.of()).get(month);
          tally.row(
              usage + '/' + month,
              figures != null
                  && row.getLong(2) == figures.buildings()
                  && Figures.same(Figures.doubleAt(row, 3), figures.heating())
                  && Figures.same(Figures.doubleAt(row, 4), figures.cooling())
                  && Figures.same(Figures.doubleAt(row, 5), figures.floorArea()));
        });
    return tally.account(
        "gold.usage_monthly",
        expected.buildingDays(),
        months.values().stream().mapToLong(Map::size).sum(),
        "one row per usage and month");
  }

  private static long longAt(RowData row, int pos) {
    return row.isNullAt(pos) ? -1 : row.getLong(pos);
  }

  private static Instant instantAt(RowData row, int pos) {
    return row.isNullAt(pos) ? Instant.MIN : row.getTimestamp(pos, 6).toInstant();
  }
}
