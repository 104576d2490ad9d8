package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.local.LocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code alluvium ingest cdc} as people type it. */
@Timeout(180)
class IngestCdcITCase {
  @TempDir Path folder;

  @Test
  void checksCapturesAndDropsTheSlotWhenTold() throws Exception {
    try (LocalPostgres server = LocalPostgres.start(folder.resolve("postgres"), 0);
        Connection connection =
            DriverManager.getConnection(
                server.jdbcUrl("postgres"), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (id int PRIMARY KEY, amount numeric(10,2))");
      statement.execute("INSERT INTO orders VALUES (1, 1.5), (2, 2.5)");
      String url = "postgresql://" + server.user() + "@127.0.0.1:" + server.port() + "/postgres";
      String[] which = {"--database-url", url, "--tables", "public.*"};

      CommandRun check = CommandRun.of(with("check", which));
      assertThat(check.code()).as(check.out() + check.err()).isZero();
      assertThat(check.out()).contains("The capture can run.", "wal_level is logical");
      JsonNode findings = CommandRun.of(with("check", with(which, "--format", "json"))).json();
      assertThat(findings.findValuesAsText("severity")).contains("ok").doesNotContain("problem");

      CommandRun unknown =
          CommandRun.of(with("check", "--database-url", url, "--tables", "nowhere.*"));
      assertThat(unknown.code()).isEqualTo(1);
      assertThat(unknown.out()).contains("no table is named 'nowhere.*'", "1 to be mended");
      CommandRun password =
          CommandRun.of(
              with("check", "--database-url", url.replace("@", ":secret@"), "--tables", "a.b"));
      assertThat(password.code()).isEqualTo(2);
      assertThat(password.err()).contains("holds a password").doesNotContain("secret@");

      Path home = folder.resolve("home");
      Path orders = home.resolve("lake/bronze/orders/_delta_log/00000000000000000001.json");
      AlluviumProcess capture =
          AlluviumProcess.start(
              folder,
              with(
                  new String[] {"ingest", "cdc"},
                  with(which, "--home", home.toString(), "--checkpoint-interval", "500ms")));
      try {
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> Files.exists(orders) || !capture.isAlive());
        assertThat(capture.isAlive()).as(capture.err()).isTrue();
        capture.terminate();
        assertThat(capture.hasEndedWithin(Duration.ofMinutes(1))).isTrue();
      } finally {
        capture.kill();
      }
      CommandRun slots = CommandRun.of(with("slots", with(which, "--drop")));
      assertThat(slots.out()).contains("slot alluvium_postgres at ", "MiB behind", "Dropped.");
      assertThat(CommandRun.of(with("slots", which)).out())
          .contains("The server keeps nothing for this pipeline.");
    }
  }

  private static String[] with(String command, String... more) {
    return with(new String[] {"ingest", "cdc", command}, more);
  }

  private static String[] with(String[] first, String... more) {
    String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }
}
