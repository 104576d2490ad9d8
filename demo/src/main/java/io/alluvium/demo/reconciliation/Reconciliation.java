package io.alluvium.demo.reconciliation;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/**
 * Follows every row from the sources to the KPIs: what was sent is in bronze or a dead letter,
 * silver is what bronze says, gold is what silver says, and Redis serves gold, as Snowflake and
 * Cosmos DB do where they are there. Nothing is taken from the jobs' own counters.
 */
public final class Reconciliation {
  private final LakeReader lake;
  private final RedisKpis redis;
  private final Optional<Configuration> snowflake;
  private final Optional<CosmosTables> cosmos;

  /**
   * @param snowflake the connector's options to log in with
   */
  public Reconciliation(
      Path lake,
      RedisKpis redis,
      Optional<Configuration> snowflake,
      Optional<CosmosTables> cosmos) {
    this.lake = new LakeReader(lake);
    this.redis = redis;
    this.snowflake = snowflake;
    this.cosmos = cosmos;
  }

  /**
   * What went in.
   *
   * @param messages that the devices sent, bad ones included
   * @param badMessages of these, those that cannot be decoded
   * @param database the operational database
   */
  public record Input(long messages, long badMessages, Connection database) {}

  /** One account for each table, in the order of the flow. */
  public List<TableAccount> run(Input input) throws SQLException {
    List<TableAccount> accounts = new ArrayList<>();
    DatabaseRows database = new DatabaseRows(input.database());
    long bronzeReadings = count("bronze.reading", "station");
    long deadLetters = count("ops.dead_letters", "source");
    accounts.add(
        new TableAccount(
            "bronze.reading",
            input.messages(),
            bronzeReadings,
            deadLetters,
            Math.abs(input.messages() - bronzeReadings - deadLetters),
            "sent = there + dead letters"));
    accounts.add(
        new TableAccount(
            "ops.dead_letters",
            input.badMessages(),
            deadLetters,
            deadLetters,
            Math.abs(input.badMessages() - deadLetters),
            "every message that cannot be decoded"));

    ExpectedKpis expected = ExpectedKpis.of(lake);
    Map<String, Building> buildings = database.buildings();
    Map<String, Double> policies = database.policies();
    accounts.add(
        bronze(
            "bronze.building",
            "building",
            SilverCheck.account("", buildings, expected.buildings())));
    accounts.add(
        bronze(
            "bronze.comfort_policy",
            "primary_usage",
            SilverCheck.account("", policies, expected.policies())));
    long stations = database.stations();
    long foldedStations =
        ChangeLog.fold(lake, "bronze.station", List.of("station"), row -> true).size();
    accounts.add(
        bronze(
            "bronze.station",
            "station",
            new TableAccount("", stations, 0, 0, Math.abs(stations - foldedStations), "")));

    SilverCheck silver = new SilverCheck(lake, expected);
    accounts.add(silver.readings(bronzeReadings));
    accounts.add(silver.buildings(buildings));
    accounts.add(silver.policies(policies));
    GoldCheck gold = new GoldCheck(lake, expected);
    accounts.add(gold.buildingDaily());
    accounts.add(gold.stationHealth());
    accounts.add(gold.usageMonthly());
    ServingCheck serving = new ServingCheck(lake);
    accounts.add(serving.buildingDaily(new RedisTable(redis, "alluvium:building_daily:")));
    accounts.add(serving.stationHealth(new RedisTable(redis, "alluvium:station_health:")));
    snowflake.ifPresent(
        login -> {
          accounts.add(
              serving.buildingDaily(
                  new SnowflakeTable(
                      login, "BUILDING_DAILY", List.of("BUILDING", "READING_DATE"))));
          accounts.add(
              serving.stationHealth(
                  new SnowflakeTable(login, "STATION_HEALTH", List.of("STATION"))));
        });
    cosmos.ifPresent(
        tables -> {
          accounts.add(serving.stationHealth(tables.table("station_health")));
          accounts.add(serving.usageMonthly(tables.table("usage_monthly")));
        });
    return accounts;
  }

  private TableAccount bronze(String table, String key, TableAccount folded) {
    return new TableAccount(
        table,
        folded.in(),
        count(table, key),
        0,
        folded.differences(),
        "change rows; the last of each key is the source's row");
  }

  private long count(String table, String column) {
    long[] rows = new long[1];
    lake.forEach(table, List.of(column), row -> rows[0]++);
    return rows[0];
  }
}
