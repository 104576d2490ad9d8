package io.alluvium.connectors.postgres.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** Queries with parameters in one call. */
@Internal
public final class Queries {

  private Queries() {}

  /** Makes a value of the row that a result is at; never null. */
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  public static <T> List<T> all(
      Connection connection, RowReader<T> reader, String sql, Object... parameters)
      throws SQLException {
    List<T> values = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          values.add(reader.read(rows));
        }
      }
    }
    return values;
  }

  public static <T> Optional<T> first(
      Connection connection, RowReader<T> reader, String sql, Object... parameters)
      throws SQLException {
    return all(connection, reader, sql, parameters).stream().findFirst();
  }

  public static String text(Connection connection, String sql, Object... parameters)
      throws SQLException {
    return first(connection, row -> String.valueOf(row.getString(1)), sql, parameters)
        .orElseThrow(() -> new SQLException("no row: " + sql));
  }
}
