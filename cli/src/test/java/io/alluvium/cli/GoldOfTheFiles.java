package io.alluvium.cli;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The gold tables of a recorded portfolio, computed by DuckDB straight from its files, and compared
 * with those in the lake, whose Parquet files DuckDB reads as well. Shares no code with the models,
 * the decoders or the fleet; only which files a table consists of comes from the Delta log.
 */
final class GoldOfTheFiles implements AutoCloseable {
  private static final double TOLERANCE = 1e-9;

  private final Path data;
  private final Path lake;
  private final Connection duckdb;

  GoldOfTheFiles(Path data, Path lake) throws SQLException {
    this.data = data;
    this.lake = lake;
    this.duckdb = DriverManager.getConnection("jdbc:duckdb:");
  }

  /** Makes views of the files and of the lake. */
  void load() throws SQLException, IOException {
    execute("SET threads = 2");
    execute("SET memory_limit = '1GB'");
    execute(
        "CREATE TABLE raw (station VARCHAR, arrival BIGINT, time VARCHAR, temperature VARCHAR)");
    try (Stream<Path> files = Files.list(data.resolve("weather"))) {
      for (Path file : files.sorted().toList()) {
        String station = file.getFileName().toString().replace(".csv.gz", "");
        execute(
            String.format(
                "INSERT INTO raw SELECT '%s', row_number() OVER (),"
                    + " replace(\"DateUTC<br />\", '<br />', ''), \"TemperatureC\""
                    + " FROM read_csv('%s', header = true, all_varchar = true, delim = ',')",
                station, file));
      }
    }
    execute(
        "CREATE TABLE reading AS SELECT station, strptime(time, '%Y-%m-%d %H:%M:%S') AS observed,"
            + " CASE WHEN TRY_CAST(temperature AS DOUBLE) = -9999 THEN NULL"
            + " ELSE TRY_CAST(temperature AS DECIMAL(18, 6)) END AS temperature"
            + " FROM raw QUALIFY row_number() OVER (PARTITION BY station, time ORDER BY arrival DESC) = 1");
    execute(
        String.format(
            "CREATE TABLE file_building AS SELECT uid AS building, primaryspaceusage AS primary_usage,"
                + " replace(newweatherfilename, '.csv', '') AS station, sqm::DOUBLE AS floor_area_m2"
                + " FROM read_csv('%s', header = true, all_varchar = true, new_line = '\\r')",
            data.resolve("buildings.csv")));
    for (String table :
        List.of(
            "silver.building",
            "silver.comfort_policy",
            "silver.reading",
            "gold.building_daily",
            "gold.station_health",
            "gold.station_anomaly_daily",
            "gold.usage_monthly")) {
      execute(
          String.format(
              "CREATE VIEW lake_%s AS SELECT * FROM read_parquet([%s])",
              table.replace('.', '_'), files(table)));
    }
    execute(
        "CREATE TABLE day AS SELECT station, observed::DATE AS reading_date, count(*) AS readings,"
            + " sum(temperature)::DOUBLE / count(temperature) AS mean,"
            + " min(temperature)::DOUBLE AS low, max(temperature)::DOUBLE AS high"
            + " FROM reading GROUP BY ALL");
    execute(
        "CREATE TABLE daily AS SELECT b.building, b.primary_usage, b.floor_area_m2, d.reading_date,"
            + " d.readings, d.mean, d.low, d.high,"
            + " greatest(0, coalesce(p.base_temperature, 18) - d.mean) AS heating,"
            + " greatest(0, d.mean - coalesce(p.base_temperature, 18)) AS cooling"
            + " FROM lake_silver_building b JOIN day d ON d.station = b.station"
            + " LEFT JOIN lake_silver_comfort_policy p ON p.primary_usage = b.primary_usage");
    // greatest() ignores nulls: a day without a temperature has no degree days.
    execute("UPDATE daily SET heating = NULL, cooling = NULL WHERE mean IS NULL");
  }

  private String files(String table) throws IOException {
    Path folder = lake.resolve(table.replace('.', '/'));
    List<String> quoted = new ArrayList<>();
    for (DataFile file : DeltaTable.at(folder.toString()).snapshot().files()) {
      quoted.add("'" + folder.resolve(file.path()) + "'");
    }
    return quoted.stream().collect(Collectors.joining(","));
  }

  long readings() throws SQLException {
    return number("SELECT count(*) FROM raw");
  }

  long distinctReadings() throws SQLException {
    return number("SELECT count(*) FROM reading");
  }

  /** Rows of the files less those that deletion vectors mark. */
  long silverReadings() throws SQLException {
    long deleted =
        DeltaTable.at(lake.resolve("silver/reading").toString()).snapshot().files().stream()
            .filter(file -> file.deletionVector() != null)
            .mapToLong(file -> file.deletionVector().cardinality())
            .sum();
    return number("SELECT count(*) FROM lake_silver_reading") - deleted;
  }

  long buildingsInFile() throws SQLException {
    return number("SELECT count(*) FROM file_building");
  }

  /** Buildings of the file that silver has otherwise, or not at all. */
  long changedBuildings() throws SQLException {
    return number(
        "SELECT count(*) FROM file_building f LEFT JOIN lake_silver_building b USING (building)"
            + " WHERE b.building IS NULL OR b.station IS DISTINCT FROM f.station"
            + " OR b.primary_usage IS DISTINCT FROM f.primary_usage"
            + " OR abs(b.floor_area_m2 - f.floor_area_m2) > 1e-6");
  }

  long dailyRows() throws SQLException {
    return number("SELECT count(*) FROM daily");
  }

  /** Rows of {@code gold.building_daily} that are missing, too many, or of other figures. */
  long wrongDailyRows() throws SQLException {
    return number(
        "SELECT count(*) FROM daily e FULL JOIN lake_gold_building_daily g"
            + " ON g.building = e.building AND g.reading_date = e.reading_date"
            + " WHERE e.building IS NULL OR g.building IS NULL OR e.readings <> g.readings OR "
            + differs("e.mean", "g.temperature_mean")
            + " OR "
            + differs("e.low", "g.temperature_min")
            + " OR "
            + differs("e.high", "g.temperature_max")
            + " OR "
            + differs("e.heating", "g.heating_degree_days")
            + " OR "
            + differs("e.cooling", "g.cooling_degree_days"));
  }

  long wrongHealthRows() throws SQLException {
    return number(
        "WITH gaps AS (SELECT station, temperature, observed,"
            + " observed - lag(observed) OVER (PARTITION BY station ORDER BY observed) AS gap"
            + " FROM reading), e AS (SELECT station, count(*) AS readings,"
            + " 1 - count(temperature)::DOUBLE / count(*) AS missing,"
            + " coalesce(floor(epoch(max(gap)) / 60), 0) AS gap,"
            + " min(observed) AS low, max(observed) AS high FROM gaps GROUP BY station)"
            + " SELECT count(*) FROM e FULL JOIN lake_gold_station_health g ON g.station = e.station"
            + " WHERE e.station IS NULL OR g.station IS NULL OR e.readings <> g.readings"
            + " OR e.gap <> g.longest_gap_minutes"
            + " OR epoch(e.low) <> epoch(g.first_observed) OR epoch(e.high) <> epoch(g.last_observed)"
            + " OR "
            + differs("e.missing", "g.missing_share"));
  }

  /** The modified z-score as its authors define it, by DuckDB's median. */
  long wrongAnomalyRows() throws SQLException {
    return number(
        "WITH t AS (SELECT station, observed::DATE AS d, temperature::DOUBLE AS t FROM reading"
            + " WHERE temperature IS NOT NULL),"
            + " m AS (SELECT *, median(t) OVER (PARTITION BY station, d) AS median FROM t),"
            + " a AS (SELECT *, median(abs(t - median)) OVER (PARTITION BY station, d) AS mad,"
            + " avg(abs(t - median)) OVER (PARTITION BY station, d) AS mean FROM m),"
            + " z AS (SELECT *, CASE WHEN mad > 0 THEN mad / 0.674489750196082"
            + " ELSE mean / 0.797884560802865 END AS deviation FROM a),"
            + " e AS (SELECT station, d, count(*) AS measured, any_value(median) AS median,"
            + " any_value(deviation) AS deviation, count(*) FILTER (WHERE t <> median"
            + " AND abs(t - median) / deviation > 3.5) AS outliers FROM z GROUP BY ALL)"
            + " SELECT count(*) FROM e FULL JOIN lake_gold_station_anomaly_daily g"
            + " ON g.station = e.station AND g.reading_date = e.d"
            + " WHERE e.d IS NULL OR g.reading_date IS NULL OR e.measured <> g.measured"
            + " OR e.outliers <> g.outliers OR "
            + differs("e.median", "g.temperature_median")
            + " OR "
            + differs("e.deviation", "g.temperature_deviation"));
  }

  long outliers() throws SQLException {
    return number("SELECT sum(outliers) FROM lake_gold_station_anomaly_daily");
  }

  long wrongMonthRows() throws SQLException {
    return number(
        "WITH building_month AS (SELECT primary_usage, date_trunc('month', reading_date)::DATE AS m,"
            + " building, any_value(floor_area_m2) AS area, sum(heating) AS heating,"
            + " sum(cooling) AS cooling FROM daily GROUP BY ALL),"
            + " e AS (SELECT primary_usage, m, count(*) AS buildings, sum(area) AS area,"
            + " coalesce(sum(heating), 0) AS heating, coalesce(sum(cooling), 0) AS cooling"
            + " FROM building_month GROUP BY ALL)"
            + " SELECT count(*) FROM e FULL JOIN lake_gold_usage_monthly g"
            + " ON g.primary_usage = e.primary_usage AND g.month_start = e.m"
            + " WHERE e.m IS NULL OR g.month_start IS NULL OR e.buildings <> g.buildings OR "
            + differs("e.heating", "coalesce(g.heating_degree_days, 0)")
            + " OR "
            + differs("e.cooling", "coalesce(g.cooling_degree_days, 0)")
            + " OR "
            + differs("e.area", "g.floor_area_m2"));
  }

  private static String differs(String one, String other) {
    return String.format(
        "((%1$s IS NULL) <> (%2$s IS NULL)"
            + " OR abs(%1$s - %2$s) > %3$s * greatest(1, abs(%1$s)))",
        one, other, TOLERANCE);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    duckdb.close();
  }
}
