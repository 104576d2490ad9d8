package io.alluvium.demo.fleet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** Makes the tables of the operational database and fills them; the caller commits. */
final class PortfolioLoad {
  private final Connection connection;

  PortfolioLoad(Connection connection) {
    this.connection = connection;
  }

  void run(Portfolio portfolio) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : OperationalSchema.STATEMENTS) {
        statement.execute(sql);
      }
    }
    insert(
        "operations.station",
        portfolio.stations().stream()
            .map(station -> Arrays.<Object>asList(station, timeZone(portfolio, station)))
            .toList());
    insert(
        "operations.comfort_policy",
        portfolio.policies().stream()
            .map(
                policy ->
                    Arrays.<Object>asList(
                        policy.primaryUsage(),
                        policy.baseTemperature(),
                        policy.comfortLow(),
                        policy.comfortHigh()))
            .toList());
    insert(
        "operations.building", portfolio.buildings().stream().map(PortfolioLoad::columns).toList());
  }

  /** That of the first building that the station serves; null where it serves none. */
  private static String timeZone(Portfolio portfolio, String station) {
    return portfolio.buildings().stream()
        .filter(building -> station.equals(building.station()))
        .map(Building::timeZone)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** In the order of the table's columns. */
  private static List<Object> columns(Building building) {
    return Arrays.asList(
        building.name(),
        building.primaryUsage(),
        building.industry(),
        building.subindustry(),
        building.station(),
        building.floorAreaM2(),
        building.floorAreaFt2(),
        building.timeZone(),
        building.yearBuilt(),
        building.built(),
        building.floors(),
        building.occupants(),
        building.heatingType(),
        building.rating(),
        building.energyStarScore());
  }

  private void insert(String table, List<List<Object>> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    String marks = String.join(", ", Collections.nCopies(rows.get(0).size(), "?"));
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
      for (List<Object> row : rows) {
        for (int i = 0; i < row.size(); i++) {
          statement.setObject(i + 1, row.get(i));
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
