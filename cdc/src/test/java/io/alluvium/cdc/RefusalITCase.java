package io.alluvium.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be captured is refused before the job runs, in one line. */
class RefusalITCase {
  private static final String SECRET = "s3cr3t-word";

  @TempDir private static Path folder;
  private static Database database;

  @BeforeAll
  static void start() throws Exception {
    database = new Database(folder.resolve("postgres"));
    database.execute(
        "CREATE TABLE good (id int PRIMARY KEY)",
        "CREATE TABLE keyless (id int)",
        "CREATE VIEW seen AS SELECT * FROM good",
        "CREATE ROLE reader LOGIN",
        "CREATE ROLE checked LOGIN PASSWORD 'right' REPLICATION");
    // The local server trusts everyone; let it check this one.
    Path rules = Path.of(database.column("SHOW hba_file").get(0));
    Files.writeString(
        rules, "host all checked 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
    database.execute("SELECT pg_reload_conf()");
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
  }

  @Test
  void refusesTablesThatCannotBeCaptured() {
    String place = " of database 'postgres' at 127.0.0.1:" + database.port();
    assertRefused(
        options("public.keyless"),
        "Table public.keyless"
            + place
            + " has no primary key, so that its rows cannot be told apart."
            + " Run ALTER TABLE \"public\".\"keyless\" ADD PRIMARY KEY (...).");
    assertRefused(
        options("public.good", "public.nowhere"),
        "Table public.nowhere"
            + place
            + " does not exist. Check --table-names, or create the table.");
    assertRefused(
        options("public.seen"), "Table public.seen" + place + " is not an ordinary table.");
  }

  @Test
  void refusesWhoMayNotReplicateOrRead() throws Exception {
    Configuration reader = options("public.good");
    reader.set(CdcOptions.USERNAME, "reader");
    assertRefused(reader, "Role 'reader' at 127.0.0.1:" + database.port() + " may not replicate.");
    database.execute("ALTER ROLE reader REPLICATION");
    assertRefused(
        reader, "may not be read by role 'reader'. Run GRANT SELECT ON \"public\".\"good\"");
    database.execute("GRANT SELECT ON good TO reader");
    assertRefused(
        reader, "Have an owner of the tables run: CREATE PUBLICATION \"refusal\" FOR TABLE");
  }

  @Test
  void refusesAWrongPasswordWithoutShowingIt() {
    Configuration wrong = options("public.good");
    wrong.set(CdcOptions.USERNAME, "checked");
    wrong.set(CdcOptions.PASSWORD, SECRET);
    assertRefused(
        wrong,
        "PostgreSQL at 127.0.0.1:" + database.port() + " does not let user 'checked' in. Check");
  }

  @Test
  void refusesADatabaseOrServerThatIsNotThere() {
    Configuration database404 = options("public.good");
    database404.set(CdcOptions.DATABASE_NAME, "nowhere");
    assertRefused(database404, "has no database 'nowhere'. Check --database-name.");
    Configuration nobody = options("public.good");
    nobody.set(CdcOptions.PORT, 1);
    assertRefused(nobody, "PostgreSQL cannot be reached at 127.0.0.1:1. Check --hostname");
  }

  @Test
  void refusesAServerWithoutLogicalReplication() throws Exception {
    try (EmbeddedPostgres plain =
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("wal_level", "replica")
            .start()) {
      Configuration options = options("public.good");
      options.set(CdcOptions.PORT, plain.getPort());
      assertRefused(options, "has wal_level = replica, so that changes cannot be captured. Run");
    }
  }

  @Test
  void doesNotShowThePasswordInThePlan() {
    Configuration options = options("public.good");
    options.set(CdcOptions.PASSWORD, SECRET);
    options.set(CdcOptions.PUBLICATION_NAME, "plan");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    CdcJob.define(env, options);
    assertThat(env.getExecutionPlan()).contains("cdc: operations").doesNotContain(SECRET);
    assertThat(env.getStreamGraph().getJobConfiguration().toString()).doesNotContain(SECRET);
  }

  private static Configuration options(String... tables) {
    return database.options(folder.resolve("lake"), "refusal", tables);
  }

  private static void assertRefused(Configuration options, String message) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    assertThatThrownBy(() -> CdcJob.define(env, options))
        .isInstanceOf(CdcException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining(SECRET);
    assertThat(List.of(folder.toFile().list())).doesNotContain("lake/bronze");
  }
}
