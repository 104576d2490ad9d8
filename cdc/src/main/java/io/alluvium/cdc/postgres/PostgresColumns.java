package io.alluvium.cdc.postgres;

import io.alluvium.connectors.postgres.ColumnTypes;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.types.logical.RowType;

/** The columns of tables, and which of them are the key. */
final class PostgresColumns {
  private static final String COLUMNS =
      """
      SELECT a.attrelid, a.attname, a.atttypid, a.atttypmod,
             col_description(a.attrelid, a.attnum)
      FROM pg_attribute a
      WHERE a.attrelid = ANY (?) AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      ORDER BY a.attrelid, a.attnum
      """;
  private static final String KEYS =
      """
      SELECT i.indrelid, a.attname
      FROM pg_index i
      CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = ANY (?) AND i.indisprimary AND i.indimmediate AND k.place <= i.indnkeyatts
      ORDER BY i.indrelid, k.place
      """;

  private final Connection connection;

  PostgresColumns(Connection connection) {
    this.connection = connection;
  }

  /** What is known of a table; generated columns, which the stream does not give, are not in it. */
  static final class Description {
    private final List<RowType.RowField> fields = new ArrayList<>();
    private final List<String> key = new ArrayList<>();

    RowType rowType() {
      return new RowType(false, fields);
    }

    List<String> key() {
      return key;
    }
  }

  /** By the tables' identifiers, in their order. */
  Map<Long, Description> describe(Set<Long> tables) throws SQLException {
    Map<Long, Description> descriptions = new LinkedHashMap<>();
    tables.forEach(table -> descriptions.put(table, new Description()));
    Array identifiers = connection.createArrayOf("oid", tables.toArray());
    readColumns(identifiers, descriptions);
    readKeys(identifiers, descriptions);
    return descriptions;
  }

  private void readColumns(Array tables, Map<Long, Description> descriptions) throws SQLException {
    ColumnTypes types = new ColumnTypes(connection);
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setArray(1, tables);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          descriptions
              .get(rows.getLong(1))
              .fields
              .add(
                  new RowType.RowField(
                      rows.getString(2),
                      types.of(rows.getLong(3), rows.getInt(4)),
                      rows.getString(5)));
        }
      }
    }
  }

  private void readKeys(Array tables, Map<Long, Description> descriptions) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KEYS)) {
      statement.setArray(1, tables);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          descriptions.get(rows.getLong(1)).key.add(rows.getString(2));
        }
      }
    }
  }
}
