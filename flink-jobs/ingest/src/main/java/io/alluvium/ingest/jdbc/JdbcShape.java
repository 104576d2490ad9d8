package io.alluvium.ingest.jdbc;

import io.alluvium.ingest.batch.BatchException;
import io.alluvium.ingest.bronze.BronzeSchema;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.annotation.Nullable;

/**
 * What a table or query looks like.
 *
 * @param key indexes of the columns that tell rows apart; empty where none do
 * @param order index of the column that rows are divided and put in order by; -1 where there is
 *     none
 */
record JdbcShape(List<JdbcColumn> columns, List<Integer> key, int order) implements Serializable {
  static final int NO_ORDER = -1;

  JdbcShape {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /**
   * Asks the database.
   *
   * @throws BatchException where it does not know the table, or the definition names a column that
   *     there is not
   */
  static JdbcShape of(JdbcSettings settings, JdbcDatabase database) {
    try (Connection connection = database.open();
        Statement statement = connection.createStatement();
        ResultSet none =
            statement.executeQuery("SELECT * FROM " + database.relation() + " WHERE 1 = 0")) {
      ResultSetMetaData metadata = none.getMetaData();
      List<JdbcColumn> columns = new ArrayList<>();
      for (int i = 1; i <= metadata.getColumnCount(); i++) {
        columns.add(JdbcTypes.column(metadata, i, database.isPostgres()));
      }
      List<String> keyNames =
          settings.key().isEmpty() ? primaryKey(settings, connection, database) : settings.key();
      List<Integer> key = keyNames.stream().map(name -> index(columns, name, settings)).toList();
      int order =
          settings.column() != null
              ? index(columns, settings.column(), settings)
              : key.isEmpty() ? NO_ORDER : key.get(0);
      return new JdbcShape(columns, key, order);
    } catch (SQLException e) {
      SQLException failure = database.refused(e);
      throw new BatchException(
          settings.address() + " cannot be read: " + JdbcDatabase.line(failure), failure);
    }
  }

  private static int index(List<JdbcColumn> columns, String name, JdbcSettings settings) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new BatchException(
        (settings.table() == null ? "The query" : settings.table())
            + " has no column '"
            + name
            + "'; it has "
            + String.join(", ", columns.stream().map(JdbcColumn::name).toList()));
  }

  private static List<String> primaryKey(
      JdbcSettings settings, Connection connection, JdbcDatabase database) throws SQLException {
    if (settings.table() == null) {
      return List.of();
    }
    int dot = settings.table().indexOf('.');
    String before = dot < 0 ? null : settings.table().substring(0, dot);
    String catalog = database.isMySql() && dot >= 0 ? before : connection.getCatalog();
    String schema = database.isMySql() ? null : before;
    TreeMap<Integer, String> columns = new TreeMap<>();
    try (ResultSet keys =
        connection
            .getMetaData()
            .getPrimaryKeys(catalog, schema, settings.table().substring(dot + 1))) {
      while (keys.next()) {
        columns.put(keys.getInt("KEY_SEQ"), keys.getString("COLUMN_NAME"));
      }
    }
    return List.copyOf(columns.values());
  }

  BronzeSchema schema() {
    return BronzeSchema.of(columns.stream().map(JdbcColumn::toBronze).toList());
  }

  @Nullable
  JdbcColumn orderColumn() {
    return order == NO_ORDER ? null : columns.get(order);
  }
}
