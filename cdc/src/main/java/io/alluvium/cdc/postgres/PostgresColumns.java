package io.alluvium.cdc.postgres;

import io.alluvium.connectors.postgres.ColumnTypes;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.types.logical.RowType;

/** The columns of tables, and which of them identify a row. */
final class PostgresColumns {
  private static final String COLUMNS =
      """
      SELECT a.attrelid, a.attname, a.atttypid, a.atttypmod,
             a.attgenerated <> '',
             col_description(a.attrelid, a.attnum)
      FROM pg_attribute a
      WHERE a.attrelid = ANY (?) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attrelid, a.attnum
      """;
  private static final String INDEXES =
      """
      SELECT i.indrelid, a.attname, i.indisprimary, i.indisreplident
      FROM pg_index i
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indrelid = ANY (?) AND (i.indisprimary OR i.indisreplident)
      ORDER BY i.indrelid, array_position(i.indkey::int2[], a.attnum)
      """;

  private final DatabaseAddress address;
  private final Connection connection;

  PostgresColumns(DatabaseAddress address, Connection connection) {
    this.address = address;
    this.connection = connection;
  }

  /** What is known of a table. */
  static final class Description {
    private final List<RowType.RowField> fields = new ArrayList<>();
    private final List<String> key = new ArrayList<>();
    private final Set<String> identityIndex = new HashSet<>();
    private final Set<String> generated = new HashSet<>();

    RowType rowType() {
      return new RowType(false, fields);
    }

    List<String> key() {
      return key;
    }

    Set<String> identityIndex() {
      return identityIndex;
    }

    Set<String> generated() {
      return generated;
    }
  }

  /** By the tables' identifiers, in their order. */
  Map<Long, Description> describe(Set<Long> tables) {
    Map<Long, Description> descriptions = new LinkedHashMap<>();
    tables.forEach(table -> descriptions.put(table, new Description()));
    try {
      Array identifiers = connection.createArrayOf("oid", tables.toArray());
      readColumns(identifiers, descriptions);
      readIndexes(identifiers, descriptions);
    } catch (SQLException e) {
      throw PostgresErrors.reading(address, "its columns", e);
    }
    return descriptions;
  }

  private void readColumns(Array tables, Map<Long, Description> descriptions) throws SQLException {
    ColumnTypes types = new ColumnTypes(connection);
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setArray(1, tables);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Description description = descriptions.get(rows.getLong(1));
          String name = rows.getString(2);
          if (rows.getBoolean(5)) {
            description.generated.add(name);
          } else {
            description.fields.add(
                new RowType.RowField(
                    name, types.of(rows.getLong(3), rows.getInt(4)), rows.getString(6)));
          }
        }
      }
    }
  }

  private void readIndexes(Array tables, Map<Long, Description> descriptions) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
      statement.setArray(1, tables);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Description description = descriptions.get(rows.getLong(1));
          if (rows.getBoolean(3)) {
            description.key.add(rows.getString(2));
          }
          if (rows.getBoolean(4)) {
            description.identityIndex.add(rows.getString(2));
          }
        }
      }
    }
  }
}
