package io.alluvium.demo.reconciliation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** The rows that the operational database holds now. */
final class DatabaseRows {
  private final Connection connection;

  DatabaseRows(Connection connection) {
    this.connection = connection;
  }

  Map<String, Building> buildings() throws SQLException {
    Map<String, Building> buildings = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT building, primary_usage, station, floor_area_m2"
                    + " FROM operations.building")) {
      while (row.next()) {
        double floorArea = row.getDouble(4);
        buildings.put(
            row.getString(1),
            new Building(row.getString(2), row.getString(3), row.wasNull() ? null : floorArea));
      }
    }
    return buildings;
  }

  Map<String, Double> policies() throws SQLException {
    Map<String, Double> policies = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT primary_usage, base_temperature FROM operations.comfort_policy")) {
      while (row.next()) {
        policies.put(row.getString(1), row.getDouble(2));
      }
    }
    return policies;
  }

  long stations() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM operations.station")) {
      row.next();
      return row.getLong(1);
    }
  }
}
