package io.alluvium.ingest.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/** The rows of a range, in the order of its column, read a few at a time. */
final class RangeQuery implements AutoCloseable {
  private final JdbcDatabase database;
  private final Connection connection;
  private final ResultSet rows;

  private RangeQuery(JdbcDatabase database, Connection connection, ResultSet rows) {
    this.database = database;
    this.connection = connection;
    this.rows = rows;
  }

  /**
   * @param after only rows behind this value; null for all of the range
   */
  static RangeQuery open(
      JdbcDatabase database, JdbcShape shape, JdbcWork range, @Nullable String after)
      throws SQLException {
    List<String> conditions = new ArrayList<>();
    List<String> values = new ArrayList<>();
    String column = shape.order() < 0 ? "" : database.quoted(shape.orderColumn().name());
    boolean collated = !column.isEmpty() && shape.orderColumn().collated();
    String ordered = collated ? database.uncollated(column) : column;
    if (range.nulls()) {
      conditions.add(column + " IS NULL");
    } else if (after != null) {
      conditions.add(ordered + " > " + (collated ? database.uncollated("?") : "?"));
      values.add(after);
    } else if (range.from() != null) {
      conditions.add(column + " >= ?");
      values.add(range.from());
    }
    if (range.to() != null) {
      conditions.add(column + " < ?");
      values.add(range.to());
    }
    if (conditions.isEmpty() && !column.isEmpty() && shape.orderColumn().nullable()) {
      // These are a range of their own, or are not read at all.
      conditions.add(column + " IS NOT NULL");
    }
    String sql =
        "SELECT * FROM "
            + database.relation()
            + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
            + (column.isEmpty() || range.nulls() ? "" : " ORDER BY " + ordered);
    Connection connection = database.open();
    try {
      database.join(connection, range.snapshot());
      PreparedStatement statement = connection.prepareStatement(sql);
      statement.setFetchSize(database.fetchSize());
      for (int i = 0; i < values.size(); i++) {
        OrderValue.of(shape.orderColumn()).bind(statement, i + 1, values.get(i));
      }
      return new RangeQuery(database, connection, statement.executeQuery());
    } catch (SQLException e) {
      connection.close();
      throw database.refused(e);
    }
  }

  ResultSet rows() {
    return rows;
  }

  @Override
  public void close() throws SQLException {
    database.end(connection);
  }
}
