package io.alluvium.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.pipeline.CdcPipeline;
import io.alluvium.cdc.pipeline.PipelineFile;
import io.alluvium.definitions.DefinitionException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
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
        "CREATE UNLOGGED TABLE unlogged (id int PRIMARY KEY)",
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
        of("public.good, public.nowhere"),
        "Database 'postgres' at 127.0.0.1:"
            + database.port()
            + " has no table 'public.nowhere'. Check source.tables, or create the table.");
    assertRefused(of("public.seen"), "Table public.seen" + place + " is not a table.");
    assertRefused(of("public.unlogged"), "Run ALTER TABLE \"public\".\"unlogged\" SET LOGGED.");
    assertRefused(of("other.*"), "has no table 'other.*'");
    assertRefused(of("public.see.*"), "'public.see.*' is of another database than");
    assertRefused(of("good"), "'good' is not of the form schema.table");
    assertRefused(of("public.see\\.*"), "take no table of database 'postgres'");
  }

  @Test
  void refusesWhoMayNotReplicateOrRead() throws Exception {
    String reader = of("public.good").replace("username: postgres", "username: reader");
    assertRefused(reader, "Role 'reader' at 127.0.0.1:" + database.port() + " may not replicate.");
    database.execute("ALTER ROLE reader REPLICATION");
    assertRefused(
        reader, "may not be read by role 'reader'. Run GRANT SELECT ON \"public\".\"good\"");
    database.execute("GRANT SELECT ON good, keyless TO reader");
    assertRefused(
        reader, "Have an owner of the tables run: CREATE PUBLICATION \"refusal\" FOR TABLE");
    assertRefused(
        reader.replace("public.good", "public.keyless"),
        "Have an owner of the tables run: ALTER TABLE \"public\".\"keyless\" REPLICA IDENTITY FULL");
  }

  @Test
  void refusesAWrongPasswordWithoutShowingIt() {
    assertRefused(
        of("public.good").replace("username: postgres", "username: checked"),
        "PostgreSQL at 127.0.0.1:" + database.port() + " does not let user 'checked' in. Check");
  }

  @Test
  void refusesADatabaseOrServerThatIsNotThere() {
    assertRefused(
        of("public.good").replace("database: postgres", "database: nowhere"),
        "has no database 'nowhere'. Check its name.");
    assertRefused(
        of("public.good").replace("port: " + database.port(), "port: 1"),
        "PostgreSQL cannot be reached at 127.0.0.1:1. Check host name and port");
  }

  @Test
  void refusesAServerWithoutLogicalReplication() throws Exception {
    try (EmbeddedPostgres plain =
            EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("wal_level", "replica")
                .start();
        Connection connection = plain.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE good (id int PRIMARY KEY)");
      assertRefused(
          of("public.good").replace("port: " + database.port(), "port: " + plain.getPort()),
          "has wal_level = replica, so that changes cannot be captured. Run");
    }
  }

  @Test
  void stopsWhereTheSourceHasChangedAndThePolicySaysSo() throws Exception {
    database.execute("CREATE TABLE changing (id int PRIMARY KEY)");
    String yaml = of("public.changing") + "  schema.change.behavior: stop\n";
    CdcJob.define(StreamExecutionEnvironment.createLocalEnvironment(1), pipeline(yaml));
    database.execute("ALTER TABLE changing ADD COLUMN colour text");
    assertRefused(yaml, "'colour' of type STRING, which is not a column of the table, and the");
  }

  @Test
  void doesNotShowThePasswordInThePlan() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    CdcPipeline pipeline = pipeline(of("public.good"));
    CdcJob.define(env, pipeline);
    assertThat(pipeline.toString()).doesNotContain(SECRET);
    assertThat(env.getExecutionPlan()).contains("cdc: operations").doesNotContain(SECRET);
    assertThat(env.getStreamGraph().getJobConfiguration().toString()).doesNotContain(SECRET);
  }

  private static String of(String tables) {
    return database.yaml(folder.resolve("lake"), "refusal", tables);
  }

  private static CdcPipeline pipeline(String yaml) {
    return PipelineFile.parse("refusal.yaml", yaml, Map.of("PASSWORD", SECRET));
  }

  private static void assertRefused(String yaml, String message) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    assertThatThrownBy(() -> CdcJob.define(env, pipeline(yaml)))
        .isInstanceOfAny(CdcException.class, DefinitionException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining(SECRET);
  }
}
