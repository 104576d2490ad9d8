package io.alluvium.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresITCase {
  @TempDir Path directory;

  @Test
  void keepsDataOverARestartAndAKill() throws Exception {
    try (LocalPostgres postgres = LocalPostgres.start(directory, 0)) {
      execute(postgres, "CREATE TABLE kept (n INT)");
      execute(postgres, "INSERT INTO kept VALUES (1)");
      assertThat(query(postgres, "SHOW wal_level")).isEqualTo("logical");
      assertThat(query(postgres, "SHOW max_replication_slots")).isEqualTo("10");
      assertThat(query(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(postgres, "SHOW fsync")).isEqualTo("on");
    }

    ServiceInChildProcess child = ServiceInChildProcess.start(LocalPostgres.class, directory);
    try (Connection connection = connect(child.port());
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO kept VALUES (2)");
      child.kill();
      assertThat(answers(child.port())).as("the orphan runs on").isTrue();
    }

    try (LocalPostgres postgres = LocalPostgres.start(directory, child.port())) {
      assertThat(query(postgres, "SELECT SUM(n) FROM kept")).isEqualTo("3");
    }
    assertThat(answers(child.port())).as("stopped").isFalse();
  }

  @Test
  void whatWasInterruptedAtTheFirstStartIsDoneAgain() throws Exception {
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(data.resolve("postgresql.conf"), "half a line of conf");
    LocalPostgres.start(directory, 0).close();

    try (Stream<Path> files = Files.walk(directory.resolve("binaries"))) {
      for (Path mark : files.filter(file -> file.endsWith(".exists")).toList()) {
        Files.delete(mark);
      }
    }
    try (LocalPostgres postgres = LocalPostgres.start(directory, 0)) {
      assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aBusyPortIsNamed() throws Exception {
    try (BusyPort busy = new BusyPort()) {
      assertThatThrownBy(() -> LocalPostgres.start(directory, busy.port()))
          .isInstanceOf(LocalServiceException.class)
          .hasMessageContaining("PostgreSQL cannot listen on port " + busy.port())
          .hasMessageContaining("another port");
    }
  }

  @Test
  void aDirectoryThatIsAFileIsNamed() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> LocalPostgres.start(file, 0))
        .isInstanceOf(LocalServiceException.class)
        .hasMessageContaining("PostgreSQL cannot keep its data in " + file);
  }

  private static Connection connect(int port) throws Exception {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "postgres");
  }

  private static boolean answers(int port) {
    try (Connection connection = connect(port)) {
      return connection.isValid(5);
    } catch (Exception e) {
      return false;
    }
  }

  private static void execute(LocalPostgres postgres, String sql) throws Exception {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(LocalPostgres postgres, String sql) throws Exception {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(LocalPostgres postgres) throws Exception {
    return DriverManager.getConnection(
        postgres.jdbcUrl("postgres"), postgres.user(), postgres.password());
  }
}
