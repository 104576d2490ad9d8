package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.local.LocalPostgres;
import io.alluvium.testing.LakeTable;
import io.alluvium.testing.capture.MessyDatabase;
import io.alluvium.testing.capture.SourceDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code alluvium ingest cdc} as README and the documentation print it. */
@Timeout(300)
class IngestCdcITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The default is for people. */
  private static final String QUICKLY = " --checkpoint-interval 500ms";

  @TempDir private static Path folder;
  private static LocalPostgres server;
  private static String address;

  @BeforeAll
  static void start() throws Exception {
    server = LocalPostgres.start(folder.resolve("postgres"), 0);
    address = server.user() + "@127.0.0.1:" + server.port();
    execute(
        "postgres",
        "CREATE DATABASE shop",
        "CREATE DATABASE documented",
        "CREATE TABLE orders (id int PRIMARY KEY)");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static void execute(String database, String... statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
  }

  /** A database that nobody designed for this, by the one line of README. */
  @Test
  void capturesAnyDatabaseWholeAndStaysEqual() throws Exception {
    long seed = Long.getLong("alluvium.seed", 1);
    SourceDatabase source =
        new SourceDatabase(server.jdbcUrl("shop"), server.user(), List.of("public"));
    MessyDatabase messy = new MessyDatabase(source, seed);
    messy.load();
    String command =
        DocumentedSection.of("README.md", "Try it")
            .where("me@localhost/shop", address + "/shop")
            .commands()
            .stream()
            .filter(line -> line.startsWith("./alluvium ingest cdc --database-url"))
            .findFirst()
            .orElseThrow();
    DocumentedShell shell = shell("any");
    Path bronze = shell.folder().resolve(".alluvium/ingest/lake/bronze");
    try (DocumentedShell.Running capture = shell.start(command + QUICKLY)) {
      awaitEqual(source, bronze, capture, seed);
      messy.change(60);
      awaitEqual(source, bronze, capture, seed);
      Pattern progress =
          Pattern.compile(
              "rows read [1-9][0-9,]*  checkpoints [0-9]+  at [0-9A-F]+/[0-9A-F]+"
                  + "  slot [0-9.]+ MiB behind");
      await().atMost(PATIENCE).until(() -> progress.matcher(capture.told()).find());
      // From here on the server would leave changes out, and not say so.
      execute("shop", "ALTER PUBLICATION alluvium_shop DROP TABLE customers");
      CommandRun ended = capture.await(PATIENCE);
      assertThat(ended.code()).as(ended.err()).isEqualTo(2);
      assertThat(ended.err())
          .contains("alluvium: Table public.customers of database 'shop'", "Drop slot")
          .doesNotContain("\tat ");
    }
  }

  private static void awaitEqual(
      SourceDatabase source, Path bronze, DocumentedShell.Running capture, long seed) {
    await()
        .atMost(PATIENCE)
        .failFast(() -> assertThat(capture.isAlive()).as(capture.told()).isTrue())
        // A table is there only once its first rows are committed.
        .ignoreExceptionsInstanceOf(DeltaException.class)
        .untilAsserted(() -> source.assertEqualTo(bronze, "seed " + seed));
  }

  private static DocumentedShell shell(String name) throws Exception {
    return new DocumentedShell(folder.resolve(name))
        .with("ALLUVIUM_CDC_PASSWORD", server.password());
  }

  @Test
  void theDocumentationsCommandsWork() throws Exception {
    execute(
        "documented",
        "CREATE TABLE customers (id int PRIMARY KEY, email text, notes text, deleted_at date)",
        "INSERT INTO customers VALUES (1, 'a@b', 'n', NULL), (2, 'c@d', 'n', '2024-01-01')",
        "CREATE TABLE log_2024 (text text)",
        "CREATE SCHEMA sales",
        "CREATE TABLE sales.item_1 (id int PRIMARY KEY)",
        "INSERT INTO sales.item_1 VALUES (1), (2), (3)");
    DocumentedSection section =
        DocumentedSection.of("docs/ingest.md", "Databases")
            .where("me@localhost:5432/shop", address + "/documented")
            .where("hostname: localhost", "hostname: 127.0.0.1\n  port: " + server.port())
            .where("database: shop", "database: documented")
            .where("username: me", "username: " + server.user());
    DocumentedShell shell = shell("documented");
    Path bronze = shell.folder().resolve(".alluvium/ingest/lake/bronze");
    String lines = section.shellBlocks().get(0).stripTrailing();
    try (DocumentedShell.Running capture = shell.start(lines + QUICKLY)) {
      awaitRows(capture, bronze, "customers", 2);
      CommandRun ended = capture.stop(PATIENCE);
      assertThat(ended.out()).contains("wal_level is logical", "The capture can run.");
      assertThat(ended.err()).contains("the same command goes on");
    }
    CommandRun slots =
        CommandRun.of(
            "ingest",
            "cdc",
            "slots",
            "--drop",
            "--tables",
            "public.*",
            "--database-url",
            "postgresql://" + address + "/documented");
    assertThat(slots.out()).contains("slot alluvium_documented at ", "MiB behind", "Dropped.");

    shell.write("shop.yaml", section.file("shop.yaml"));
    String byFile =
        section.commands().stream().filter(one -> one.endsWith("shop.yaml")).findFirst().get();
    String home = " --home by-file";
    try (DocumentedShell.Running capture = shell.start(byFile + QUICKLY + home)) {
      Path lake = shell.folder().resolve("by-file/lake/bronze");
      awaitRows(capture, lake, "sales_item_1", 3);
      awaitRows(capture, lake, "customers", 1);
      assertThat(new LakeTable(lake, "customers").rows().get(0))
          .containsEntry("id", 1)
          .doesNotContainKey("notes");
      assertThat(lake.resolve("log_2024")).doesNotExist();
      assertThat(capture.stop(PATIENCE).err()).contains("Running shop into ");
    }
    try (Connection connection = connect("documented");
        ResultSet slot =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT string_agg(slot_name, ' ') FROM pg_replication_slots"
                        + " WHERE database = 'documented'")) {
      slot.next();
      assertThat(slot.getString(1)).isEqualTo("shop");
    }
  }

  private static void awaitRows(
      DocumentedShell.Running capture, Path bronze, String table, long count) {
    await()
        .atMost(PATIENCE)
        .failFast(() -> assertThat(capture.isAlive()).as(capture.told()).isTrue())
        .until(() -> new LakeTable(bronze, table).count() == count);
  }

  @Test
  void checkSaysWhatIsMissing() throws Exception {
    String[] which = {"--database-url", "postgresql://" + address + "/postgres", "--tables"};
    JsonNode findings = check(which, "public.*", "--format", "json").json();
    assertThat(findings.findValuesAsText("severity")).contains("ok");
    CommandRun unknown = check(which, "nowhere.*");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.out()).contains("no table is named 'nowhere.*'", "1 to be mended");
    which[1] = which[1].replace("@", ":secret@");
    CommandRun password = check(which, "a.b");
    assertThat(password.code()).isEqualTo(2);
    assertThat(password.err()).contains("holds a password").doesNotContain("secret@");
  }

  private static CommandRun check(String[] which, String... more) {
    List<String> arguments = new ArrayList<>(List.of("ingest", "cdc", "check"));
    arguments.addAll(List.of(which));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }
}
