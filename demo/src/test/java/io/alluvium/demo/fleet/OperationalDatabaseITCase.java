package io.alluvium.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.local.LocalPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationalDatabaseITCase {
  private static final Portfolio PORTFOLIO = new SimulatedPortfolio(1);

  @TempDir static Path directory;
  private static LocalPostgres postgres;

  @BeforeAll
  static void start() throws Exception {
    postgres = LocalPostgres.start(directory, 0);
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    execute("DROP SCHEMA IF EXISTS operations CASCADE");
  }

  @Test
  void isLoadedOnce() throws SQLException {
    load().close();
    execute("DELETE FROM operations.station WHERE station = 'weather3'");

    try (OperationalDatabase again = load()) {
      assertThat(again.appliedChanges()).isZero();
    }
    assertThat(query("SELECT COUNT(*) FROM operations.station")).as("not again").isEqualTo("7");
    assertThat(query("SELECT COUNT(*) FROM operations.building")).isEqualTo("40");
    assertThat(query("SELECT COUNT(*) FROM operations.comfort_policy")).isEqualTo("5");
    assertThat(query("SELECT MAX(base_temperature) FROM operations.comfort_policy"))
        .isEqualTo("18");
    assertThat(
            query(
                "SELECT COUNT(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname = 'operations' AND c.relreplident = 'f'"))
        .as("tables with full replica identity")
        .isEqualTo("3");
  }

  @Test
  void aLoadThatFailsLeavesNothing() throws SQLException {
    Portfolio broken = new PortfolioWithABuildingTwice(PORTFOLIO);

    assertThatThrownBy(() -> load(broken)).isInstanceOf(OperationalDatabaseException.class);

    assertThat(query("SELECT COUNT(*) FROM pg_namespace WHERE nspname = 'operations'"))
        .isEqualTo("0");
    load().close();
  }

  @Test
  void everyChangeIsMadeOnceThroughAnyNumberOfRestarts() throws SQLException {
    int changes;
    try (OperationalDatabase straight = load()) {
      changes = straight.changes();
      while (straight.appliedChanges() < changes) {
        straight.applyNextChange();
      }
      assertThatThrownBy(straight::applyNextChange).isInstanceOf(NoSuchElementException.class);
    }
    String expected = contents();
    empty();

    for (int i = 0; i < changes; i++) {
      try (OperationalDatabase database = load()) {
        assertThat(database.appliedChanges()).isEqualTo(i);
        assertThat(database.applyNextChange().number()).isEqualTo(i + 1);
      }
    }

    assertThat(contents()).isEqualTo(expected);
    assertThat(query("SELECT COUNT(*) FROM operations.applied_change"))
        .isEqualTo(Integer.toString(changes));
  }

  @Test
  void aChangeThatFailsIsNotNoted() throws SQLException {
    try (OperationalDatabase database = load()) {
      execute("DELETE FROM operations.comfort_policy");

      assertThatThrownBy(database::applyNextChange)
          .isInstanceOf(OperationalDatabaseException.class)
          .hasMessageContaining("the row to change is not there");
      assertThat(database.appliedChanges()).isZero();
    }
    assertThat(query("SELECT COUNT(*) FROM operations.applied_change")).isEqualTo("0");
  }

  private static OperationalDatabase load() {
    return load(PORTFOLIO);
  }

  private static OperationalDatabase load(Portfolio portfolio) {
    return OperationalDatabase.load(
        postgres.jdbcUrl("postgres"), postgres.user(), postgres.password(), portfolio);
  }

  private static String contents() throws SQLException {
    return query("SELECT string_agg(b::text, ';' ORDER BY building) FROM operations.building b")
        + query(
            "SELECT string_agg(p::text, ';' ORDER BY primary_usage)"
                + " FROM operations.comfort_policy p");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl("postgres"), postgres.user(), postgres.password());
  }
}
