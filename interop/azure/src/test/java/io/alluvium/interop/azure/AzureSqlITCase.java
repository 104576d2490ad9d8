package io.alluvium.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The catalog, reads of all kinds, maintenance and the command line, on a lake in the store. */
class AzureSqlITCase {
  @RegisterExtension static final AzureStore STORE = new AzureStore();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(6)
              .build());

  @Test
  void theCatalogMakesListsAndDropsTables() throws Exception {
    AzureSql sql = AzureSql.batch(STORE);
    sql.run("CREATE DATABASE silver");
    sql.run("CREATE TABLE silver.orders (id BIGINT, amount DECIMAL(9, 2), note STRING)");
    sql.run("CREATE TABLE silver.parts (`day` DATE, n INT) PARTITIONED BY (`day`)");
    sql.run("INSERT INTO silver.orders VALUES (1, 1.50, 'a'), (2, 2.50, '50 % off')");
    sql.run("INSERT INTO silver.parts VALUES (DATE '2026-11-26', 1), (DATE '2026-11-27', 2)");

    assertThat(sql.rowsOf("SHOW DATABASES")).contains("+I[silver]");
    assertThat(sql.rowsOf("SHOW TABLES FROM silver")).containsExactly("+I[orders]", "+I[parts]");
    assertThat(sql.rowsOf("SELECT * FROM silver.orders"))
        .containsExactly("+I[1, 1.50, a]", "+I[2, 2.50, 50 % off]");
    assertThat(sql.rowsOf("SELECT n FROM silver.parts WHERE `day` = DATE '2026-11-27'"))
        .containsExactly("+I[2]");

    sql.run("DROP TABLE silver.parts");
    assertThat(sql.rowsOf("SHOW TABLES FROM silver")).containsExactly("+I[orders]");
    FileSystem files = STORE.path("lake").getFileSystem();
    assertThat(files.exists(STORE.path("lake/silver/parts"))).isFalse();

    sql.run("DROP DATABASE silver CASCADE");
    assertThat(sql.rowsOf("SHOW DATABASES")).doesNotContain("+I[silver]");
  }

  @Test
  void timeTravelAndMaintenance() throws Exception {
    AzureSql sql = AzureSql.batch(STORE);
    sql.run("CREATE DATABASE kept");
    sql.run("CREATE TABLE kept.t (id BIGINT, amount BIGINT, PRIMARY KEY (id) NOT ENFORCED)");
    sql.run("INSERT INTO kept.t VALUES (1, 10), (2, 20), (3, 30)");
    sql.run("INSERT INTO kept.t VALUES (2, 21)");
    long latest = sql.rowsOf("CALL sys.history('kept.t')").size() - 1L;
    List<String> rows = List.of("+I[1, 10]", "+I[2, 21]", "+I[3, 30]");
    assertThat(sql.rowsOf("SELECT * FROM kept.t")).isEqualTo(rows);
    assertThat(sql.rowsOf("SELECT * FROM kept.t /*+ OPTIONS('scan.version' = '1') */"))
        .containsExactly("+I[1, 10]", "+I[2, 20]", "+I[3, 30]");

    sql.rowsOf("CALL sys.clone(source => 'kept.t', target => 'kept.trial')");
    assertThat(sql.rowsOf("SELECT * FROM kept.trial")).isEqualTo(rows);
    sql.run("INSERT INTO kept.trial VALUES (4, 40)");
    assertThat(sql.rowsOf("SELECT * FROM kept.t")).isEqualTo(rows);

    sql.rowsOf("CALL sys.optimize(table_name => 'kept.t', target_size => '1 mb')");
    assertThat(sql.rowsOf("SELECT * FROM kept.t")).isEqualTo(rows);
    sql.rowsOf("CALL sys.restore(table_name => 'kept.t', version => 1)");
    assertThat(sql.rowsOf("SELECT * FROM kept.t")).contains("+I[2, 20]");
    sql.rowsOf("CALL sys.restore(table_name => 'kept.t', version => " + latest + ")");
    assertThat(sql.rowsOf("SELECT * FROM kept.t")).isEqualTo(rows);
    sql.rowsOf("CALL sys.checkpoint('kept.t')");
    sql.rowsOf("CALL sys.optimize(table_name => 'kept.t', target_size => '1 mb')");

    int before = dataFiles("lake/kept/t");
    sql.rowsOf(
        "CALL sys.vacuum(table_name => 'kept.t', retention => '0 s', enforce_retention => false)");
    assertThat(dataFiles("lake/kept/t")).isLessThan(before);
    assertThat(sql.rowsOf("SELECT * FROM kept.t")).isEqualTo(rows);
  }

  private static int dataFiles(String folder) throws Exception {
    int found = 0;
    for (var file : STORE.path(folder).getFileSystem().listStatus(STORE.path(folder))) {
      found += file.isDir() ? 0 : 1;
    }
    return found;
  }

  @Test
  void appendsAndChangesAreFollowed() throws Exception {
    AzureSql sql = AzureSql.batch(STORE);
    AzureSql streaming = AzureSql.streaming(STORE);
    sql.run("CREATE DATABASE followed");
    sql.run("CREATE TABLE followed.appended (id BIGINT)");
    sql.run("CREATE TABLE followed.changed (id BIGINT, n BIGINT, PRIMARY KEY (id) NOT ENFORCED)");
    try (CloseableIterator<Row> appends =
            streaming.stream(
                "SELECT * FROM followed.appended"
                    + " /*+ OPTIONS('scan.poll-interval' = '200 ms',"
                    + " 'scan.startup' = 'latest-full') */");
        CloseableIterator<Row> changes =
            streaming.stream(
                "SELECT * FROM followed.changed"
                    + " /*+ OPTIONS('scan.poll-interval' = '200 ms', 'scan.changelog' = 'all',"
                    + " 'scan.startup' = 'latest-full') */")) {
      for (int n = 1; n <= 3; n++) {
        sql.run("INSERT INTO followed.appended VALUES (" + n + ")");
        assertThat(appends.next()).hasToString("+I[" + n + "]");
        sql.run("INSERT INTO followed.changed VALUES (7, " + n + ")");
        if (n > 1) {
          assertThat(changes.next()).hasToString("-U[7, " + (n - 1) + "]");
        }
        assertThat(changes.next()).hasToString((n > 1 ? "+U" : "+I") + "[7, " + n + "]");
      }
    }
  }

  /** As a user would: settings in Flink's configuration, the key in a file. */
  @Test
  void theCommandLineDescribesATable() throws Exception {
    AzureSql sql = AzureSql.batch(STORE);
    sql.run("CREATE DATABASE told");
    sql.run("CREATE TABLE told.t (id BIGINT)");
    sql.run("INSERT INTO told.t VALUES (1), (2), (3)");
    StringBuilder yaml = new StringBuilder();
    STORE.flink().toMap().forEach((key, value) -> yaml.append(key + ": '" + value + "'\n"));
    Path conf = Files.createDirectories(STORE.scratch().resolve("conf"));
    Files.writeString(conf.resolve("config.yaml"), yaml.toString());

    assertThat(alluvium(conf, "table", "describe", "told.t", "--lake", STORE.uri("lake")))
        .containsPattern("rows +3");
    assertThat(alluvium(conf, "table", "history", "told.t", "--lake", STORE.uri("lake")))
        .contains("CREATE TABLE");
    Files.writeString(conf.resolve("config.yaml"), "parallelism.default: 1\n");
    assertThat(alluvium(conf, "table", "describe", "told.t", "--lake", STORE.uri("lake")).lines())
        .filteredOn(line -> line.startsWith("alluvium: "))
        .singleElement()
        .asString()
        .contains("docs/azure-storage.md");
  }

  private static String alluvium(Path conf, String... arguments) throws Exception {
    Path output = Files.createTempFile(STORE.scratch(), "alluvium", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Duser.home=" + STORE.scratch(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "io.alluvium.cli.Alluvium")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("FLINK_CONF_DIR", conf.toString());
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
