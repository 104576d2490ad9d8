package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.CapturedTable;
import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.cdc.capture.TablePattern;
import io.alluvium.cdc.capture.TablePatterns;
import io.alluvium.connectors.postgres.PostgresAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a PostgreSQL database says of its tables; refuses what cannot be captured. */
final class PostgresCatalog {
  private static final String RELATIONS =
      """
      SELECT n.nspname, c.relname, c.oid, c.relkind, c.relpersistence, c.relispartition,
             c.relreplident = 'f', has_schema_privilege(n.oid, 'USAGE'),
             has_table_privilege(c.oid, 'SELECT'), pg_has_role(c.relowner, 'USAGE')
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
        AND n.nspname NOT LIKE 'pg\\_temp%'
      ORDER BY 1, 2
      """;

  private final PostgresAddress address;
  private final Connection connection;

  PostgresCatalog(PostgresAddress address, Connection connection) {
    this.address = address;
    this.connection = connection;
  }

  /** A table, a view or the like. */
  record Relation(
      TableName name,
      long oid,
      String kind,
      boolean permanent,
      boolean partition,
      boolean fullIdentity,
      boolean usable,
      boolean readable,
      boolean owned) {

    boolean isTable() {
      return kind.equals("r") || kind.equals("p");
    }
  }

  List<CapturedTable> tables(TablePatterns patterns) throws SQLException {
    List<Relation> relations = relations();
    for (TablePattern pattern : patterns.included()) {
      if (relations.stream().noneMatch(relation -> pattern.matches(relation.name()))) {
        throw new CdcException(
            "Database '"
                + address.database()
                + "' at "
                + address.server()
                + " has no table '"
                + pattern
                + "'. Check source.tables, or create the table.");
      }
    }
    Map<Long, Relation> taken = new LinkedHashMap<>();
    for (Relation relation : relations) {
      if (patterns.take(relation.name()) && isTaken(relation, patterns)) {
        taken.put(relation.oid(), relation);
      }
    }
    if (taken.isEmpty()) {
      throw new CdcException(
          "The patterns "
              + patterns.included()
              + " take no table of database '"
              + address.database()
              + "' at "
              + address.server()
              + ". Views, partitions and unlogged tables are left out.");
    }
    return described(taken);
  }

  List<CapturedTable> described(Map<Long, Relation> relations) throws SQLException {
    return new PostgresColumns(connection)
        .describe(relations.keySet()).entrySet().stream()
            .map(
                entry ->
                    new CapturedTable(
                        relations.get(entry.getKey()).name(),
                        entry.getValue().rowType(),
                        entry.getValue().key()))
            // A row without columns is like any other: there is nothing to keep.
            .filter(table -> table.columns().getFieldCount() > 0)
            .toList();
  }

  /** What a pattern takes by chance is left out where it cannot be captured, silently. */
  private boolean isTaken(Relation relation, TablePatterns patterns) {
    boolean named = patterns.name(relation.name());
    boolean table = relation.isTable();
    if (!table || !relation.permanent()) {
      if (named) {
        throw refused(
            relation.name(),
            table ? "is not logged" : "is not a table",
            table
                ? "Run ALTER TABLE " + relation.name().quoted() + " SET LOGGED"
                : "Name tables only: views and foreign tables cannot be captured");
      }
      return false;
    }
    // The changes of partitions come as those of their table.
    return !relation.partition() || named;
  }

  private CdcException refused(TableName name, String reason, String remedy) {
    return new CdcException(
        "Table "
            + name
            + " of database '"
            + address.database()
            + "' at "
            + address.server()
            + " "
            + reason
            + ". "
            + remedy
            + ".");
  }

  List<Relation> relations() throws SQLException {
    List<Relation> relations = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(RELATIONS);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        relations.add(
            new Relation(
                new TableName(rows.getString(1), rows.getString(2)),
                rows.getLong(3),
                rows.getString(4),
                "p".equals(rows.getString(5)),
                rows.getBoolean(6),
                rows.getBoolean(7),
                rows.getBoolean(8),
                rows.getBoolean(9),
                rows.getBoolean(10)));
      }
    }
    return relations;
  }
}
