package io.alluvium.demo.reconciliation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.table.data.RowData;

/** Compares what a store serves with gold, value by value. */
final class ServingCheck {
  private static final int BATCH = 2_000;

  private final LakeReader lake;

  ServingCheck(LakeReader lake) {
    this.lake = lake;
  }

  TableAccount buildingDaily(ServedTable served) {
    return compare(
        served,
        "building_daily",
        List.of("building", "reading_date"),
        List.of("readings", "temperature_mean", "heating_degree_days", "cooling_degree_days"),
        row ->
            List.of(row.getString(0).toString(), LocalDate.ofEpochDay(row.getInt(1)).toString()));
  }

  TableAccount stationHealth(ServedTable served) {
    return compare(
        served,
        "station_health",
        List.of("station"),
        List.of("readings", "missing_share"),
        row -> List.of(row.getString(0).toString()));
  }

  TableAccount usageMonthly(ServedTable served) {
    return compare(
        served,
        "usage_monthly",
        List.of("primary_usage", "month_start"),
        List.of("buildings", "heating_degree_days", "cooling_degree_days", "floor_area_m2"),
        row ->
            List.of(row.getString(0).toString(), LocalDate.ofEpochDay(row.getInt(1)).toString()));
  }

  /** The first figure is a BIGINT; the others are DOUBLE. */
  private TableAccount compare(
      ServedTable store,
      String table,
      List<String> key,
      List<String> figures,
      Function<RowData, List<String>> keyOfRow) {
    List<String> columns = new ArrayList<>(key);
    columns.addAll(figures);
    long[] rowsAndDifferences = new long[2];
    List<List<String>> keys = new ArrayList<>();
    List<List<Double>> values = new ArrayList<>();
    lake.forEach(
        "gold." + table,
        columns,
        row -> {
          keys.add(keyOfRow.apply(row));
          values.add(figuresOf(row, key.size(), columns.size()));
          if (keys.size() == BATCH) {
            rowsAndDifferences[1] += differences(store, figures, keys, values);
          }
          rowsAndDifferences[0]++;
        });
    rowsAndDifferences[1] += differences(store, figures, keys, values);
    long served = store.count();
    return new TableAccount(
        store.name(),
        rowsAndDifferences[0],
        served,
        0,
        Math.max(rowsAndDifferences[1], Math.abs(served - rowsAndDifferences[0])),
        "one row for each of gold." + table);
  }

  private static List<Double> figuresOf(RowData row, int from, int to) {
    List<Double> figures = new ArrayList<>();
    figures.add((double) row.getLong(from));
    for (int i = from + 1; i < to; i++) {
      figures.add(Figures.doubleAt(row, i));
    }
    return figures;
  }

  /** Empties the lists. */
  private static long differences(
      ServedTable store, List<String> names, List<List<String>> keys, List<List<Double>> values) {
    if (keys.isEmpty()) {
      return 0;
    }
    List<Map<String, String>> rows = store.rows(keys);
    long differences = 0;
    for (int i = 0; i < rows.size(); i++) {
      if (!same(names, rows.get(i), values.get(i))) {
        differences++;
      }
    }
    keys.clear();
    values.clear();
    return differences;
  }

  private static boolean same(List<String> names, Map<String, String> row, List<Double> values) {
    for (int i = 0; i < names.size(); i++) {
      String text = row.get(names.get(i));
      if (!Figures.same(text == null ? null : Double.valueOf(text), values.get(i))) {
        return false;
      }
    }
    return true;
  }
}
