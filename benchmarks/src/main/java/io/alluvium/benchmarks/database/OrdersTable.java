package io.alluvium.benchmarks.database;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.local.LocalPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The table {@code public.orders}: eight columns, some 117 bytes a row, keyed by {@code id}. */
public final class OrdersTable {
  public static final String NAME = "orders";
  public static final String DATABASE = "postgres";

  private static final int ROWS_PER_TRANSACTION = 1_000;
  private static final String COLUMNS =
      " g, (g % 100000)::int, (ARRAY['new','paid','packed','shipped'])[1 + g % 4],"
          + " round((g % 1000000) / 7.0, 2)::numeric(12,2), (g % 9 + 1)::int,"
          + " 'order of customer ' || md5(g::text),"
          + " timestamptz '2026-01-01' + g * interval '1 second',"
          + " timestamptz '2026-01-01' + g * interval '2 seconds'";

  private final LocalPostgres server;

  public OrdersTable(LocalPostgres server) {
    this.server = server;
  }

  /** Makes the table anew. */
  public void create() {
    execute(
        "DROP TABLE IF EXISTS orders",
        "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id int NOT NULL, status text NOT NULL,"
            + " amount numeric(12,2) NOT NULL, quantity int NOT NULL, note text NOT NULL,"
            + " created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL)");
  }

  /** Inserts rows with the ids 1 to {@code rows} in one go. */
  public void fill(long rows) {
    execute(
        "INSERT INTO orders SELECT" + COLUMNS + " FROM generate_series(1, " + rows + ") g",
        "VACUUM ANALYZE orders",
        "CHECKPOINT");
  }

  /** Inserts rows with the ids 1 to {@code inserts}, then updates some, in small transactions. */
  public void change(long inserts, long updates) {
    execute(
        "DO $$ BEGIN FOR i IN 0.."
            + (inserts / ROWS_PER_TRANSACTION - 1)
            + " LOOP INSERT INTO orders SELECT"
            + COLUMNS
            + " FROM generate_series(i * 1000 + 1, i * 1000 + 1000) g; COMMIT; END LOOP; END $$",
        "DO $$ BEGIN FOR i IN 0.."
            + (updates / ROWS_PER_TRANSACTION - 1)
            + " LOOP UPDATE orders SET status = 'returned', quantity = quantity + 1"
            + " WHERE id BETWEEN i * 1000 + 1 AND i * 1000 + 1000; COMMIT; END LOOP; END $$");
  }

  /** Drops the slots of former runs, which would keep the server's log. */
  public void dropSlots() {
    execute(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active");
  }

  /** Makes a publication of the table and a slot, from which every change from now on comes. */
  public void createSlot(String name) {
    execute(
        "DROP PUBLICATION IF EXISTS " + name,
        "CREATE PUBLICATION " + name + " FOR TABLE orders",
        "SELECT pg_create_logical_replication_slot('" + name + "', 'pgoutput')");
  }

  /** Whether somebody follows the changes through a slot. */
  public boolean isFollowed(String slot) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT 1 FROM pg_replication_slots WHERE active AND slot_name = '" + slot + "'")) {
      return row.next();
    } catch (SQLException e) {
      throw new BenchmarkException("The database of orders refuses: " + e.getMessage(), e);
    }
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(DATABASE), server.user(), server.password());
  }

  private void execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new BenchmarkException("The database of orders refuses: " + e.getMessage(), e);
    }
  }
}
