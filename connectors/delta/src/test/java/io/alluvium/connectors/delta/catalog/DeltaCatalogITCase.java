package io.alluvium.connectors.delta.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.DatabaseNotEmptyException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DeltaCatalogITCase {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  @TempDir Path lake;
  private CatalogSession session;

  @BeforeEach
  void open() {
    session = CatalogSession.of(lake);
    session.execute("CREATE DATABASE silver");
  }

  private DeltaSnapshot table(String name) {
    return DeltaTable.at(lake.resolve("silver").resolve(name).toString()).snapshot();
  }

  private Catalog catalog() {
    return session.sql().tables().getCatalog("lake").orElseThrow();
  }

  @Test
  void aTableComesBackAsItWasDeclared() throws Exception {
    session.execute(
        "CREATE TABLE silver.orders ("
            + " id BIGINT NOT NULL COMMENT 'of the order', amount DECIMAL(10, 2), placed"
            + " TIMESTAMP_LTZ(6), `day` DATE, tags ARRAY<STRING>, PRIMARY KEY (id) NOT ENFORCED)"
            + " COMMENT 'all orders' PARTITIONED BY (`day`)"
            + " WITH ('delta.deletedFileRetentionDuration' = 'interval 3 days',"
            + " 'alluvium.owner' = 'sales', 'scan.poll-interval' = '1 s')");

    CatalogBaseTable table = catalog().getTable(new ObjectPath("silver", "orders"));
    assertThat(table.getComment()).isEqualTo("all orders");
    assertThat(((CatalogTable) table).getPartitionKeys()).containsExactly("day");
    assertThat(table.getOptions())
        .containsEntry("connector", "delta")
        .containsEntry("delta.deletedFileRetentionDuration", "interval 3 days")
        .containsEntry("delta.enableInCommitTimestamps", "true")
        .containsEntry("alluvium.owner", "sales")
        .containsEntry("scan.poll-interval", "1 s")
        .doesNotContainKey("alluvium.primary-key");
    assertThat(session.texts("DESCRIBE silver.orders"))
        .containsExactly(
            "+I[id, BIGINT, false, PRI(id), null, null, of the order]",
            "+I[amount, DECIMAL(10, 2), true, null, null, null, null]",
            "+I[placed, TIMESTAMP_LTZ(6), true, null, null, null, null]",
            "+I[day, DATE, true, null, null, null, null]",
            "+I[tags, ARRAY<STRING>, true, null, null, null, null]");
  }

  @Test
  void whatShowCreateTablePrintsCanBeRun() throws Exception {
    session.execute(
        "CREATE TABLE silver.orders (id BIGINT, note STRING, PRIMARY KEY (id) NOT ENFORCED)"
            + " COMMENT 'all orders'");
    String ddl = (String) session.rows("SHOW CREATE TABLE silver.orders").get(0).getField(0);
    session.execute("DROP TABLE silver.orders");

    session.sql().tables().executeSql(ddl);

    assertThat((String) session.rows("SHOW CREATE TABLE silver.orders").get(0).getField(0))
        .isEqualTo(ddl);
  }

  @Test
  void databasesAreFolders() throws Exception {
    session.execute("CREATE DATABASE IF NOT EXISTS silver");
    session.execute("CREATE TABLE silver.orders (id BIGINT)");
    Files.createDirectories(lake.resolve("bronze/not_a_table"));
    Files.createDirectories(lake.resolve("_checkpoints"));

    assertThat(session.texts("SHOW DATABASES"))
        .containsExactly("+I[bronze]", "+I[default]", "+I[silver]");
    assertThat(session.texts("SHOW TABLES IN silver")).containsExactly("+I[orders]");
    assertThat(session.texts("SHOW TABLES IN bronze")).isEmpty();
    assertThatThrownBy(() -> session.execute("DROP DATABASE silver"))
        .hasRootCauseInstanceOf(DatabaseNotEmptyException.class);
    session.execute("DROP DATABASE silver CASCADE");
    assertThat(lake.resolve("silver")).doesNotExist();
    assertThatThrownBy(() -> session.execute("DROP DATABASE bronze CASCADE"))
        .as("what is no table is not the catalog's to delete")
        .hasRootCauseInstanceOf(DatabaseNotEmptyException.class);
    assertThat(lake.resolve("bronze/not_a_table")).exists();
  }

  @Test
  void droppingATableDeletesItsFiles() throws Exception {
    session.execute("CREATE TABLE silver.orders (id BIGINT)");
    session.insert("INSERT INTO silver.orders VALUES (1)");

    session.execute("DROP TABLE silver.orders");

    assertThat(lake.resolve("silver/orders")).doesNotExist();
    session.execute("DROP TABLE IF EXISTS silver.orders");
    session.execute("CREATE TABLE silver.orders (id STRING)");
    assertThat(session.texts("SELECT * FROM silver.orders")).isEmpty();
  }

  @Test
  void refusesWhatADeltaTableCannotBe() {
    assertThat(session.failure("CREATE TABLE silver.t (id BIGINT) WITH ('scan.pol' = '1 s')"))
        .contains("There is no option 'scan.pol'");
    assertThat(session.failure("CREATE TABLE silver.t (id BIGINT) WITH ('connector' = 'kafka')"))
        .contains("Use CREATE TEMPORARY TABLE");
    assertThat(session.failure("CREATE TABLE silver.t (id BIGINT) WITH ('path' = '/elsewhere')"))
        .contains("chooses the folder");
    assertThat(session.failure("CREATE TABLE silver.t (id BIGINT, twice AS id * 2)"))
        .contains("'twice' is computed");
    assertThat(session.failure("CREATE TABLE silver.t (code CHAR(3))"))
        .contains("Column 'code' has the type CHAR(3)");
    assertThat(session.failure("CREATE TABLE silver.`t$v3` (id BIGINT)"))
        .contains("mean a version of a table");
    assertThat(session.failure("CREATE TABLE silver.t (id BIGINT) WITH ('delta.nonsense' = '1')"))
        .contains("delta.nonsense");
    assertThat(lake.resolve("silver/t")).doesNotExist();
  }

  @Test
  void addsColumnsWhereAsked() throws Exception {
    session.execute("CREATE TABLE silver.orders (id BIGINT, note STRING)");
    session.insert("INSERT INTO silver.orders VALUES (1, 'a')");

    session.execute(
        "ALTER TABLE silver.orders ADD (amount DOUBLE COMMENT 'in euros' AFTER id, region STRING"
            + " FIRST, tags MAP<STRING, INT>)");

    assertThat(table("orders").rowType().getFieldNames())
        .containsExactly("region", "id", "amount", "note", "tags");
    assertThat(table("orders").rowType().getFields().get(2).getDescription()).hasValue("in euros");
    session.insert("INSERT INTO silver.orders VALUES ('n', 2, 1.5, 'b', MAP['x', 1])");
    assertThat(session.sql().query("SELECT id, region, amount, note, tags FROM silver.orders"))
        .containsExactly("+I[1, null, null, a, null]", "+I[2, n, 1.5, b, {x=1}]");
    assertThat(session.failure("ALTER TABLE silver.orders ADD ID INT"))
        .contains("There is a column 'ID' already");
    assertThat(session.failure("ALTER TABLE silver.orders ADD more INT NOT NULL"))
        .contains("NOT NULL");
  }

  @Test
  void widensTypesWhereTheTableAllowsIt() throws Exception {
    session.execute(
        "CREATE TABLE silver.orders (n INT, f FLOAT, d DECIMAL(5, 2), s STRING, day_ DATE)");
    session.insert(
        "INSERT INTO silver.orders VALUES (7, CAST(1.5 AS FLOAT), 1.25, 'x', DATE '2026-05-01')");
    assertThat(session.failure("ALTER TABLE silver.orders MODIFY n BIGINT"))
        .contains("'delta.enableTypeWidening' = 'true'");

    session.execute("ALTER TABLE silver.orders SET ('delta.enableTypeWidening' = 'true')");
    session.execute("ALTER TABLE silver.orders MODIFY (n BIGINT, f DOUBLE, d DECIMAL(8, 3))");

    session.insert(
        "INSERT INTO silver.orders VALUES (5000000000, 2.5, 12345.125, 'y', DATE '2026-05-02')");
    assertThat(session.sql().query("SELECT n, f, d FROM silver.orders"))
        .containsExactly("+I[5000000000, 2.5, 12345.125]", "+I[7, 1.5, 1.250]");
    assertThat(session.failure("ALTER TABLE silver.orders MODIFY s INT")).contains("cannot become");
    assertThat(session.failure("ALTER TABLE silver.orders MODIFY n INT")).contains("cannot become");
    assertThat(session.failure("ALTER TABLE silver.orders MODIFY n BIGINT NOT NULL"))
        .contains("cannot become NOT NULL");
  }

  @Test
  void changesCommentsPositionsKeysAndOptions() throws Exception {
    session.execute("CREATE TABLE silver.orders (id BIGINT NOT NULL, note STRING)");

    session.execute("ALTER TABLE silver.orders MODIFY note STRING COMMENT 'free text' FIRST");
    session.execute("ALTER TABLE silver.orders ADD PRIMARY KEY (id) NOT ENFORCED");
    session.execute(
        "ALTER TABLE silver.orders SET ('alluvium.owner' = 'sales', 'delta.checkpointInterval' ="
            + " '20', 'scan.poll-interval' = '1 s')");

    DeltaSnapshot orders = table("orders");
    assertThat(orders.rowType().getFieldNames()).containsExactly("note", "id");
    assertThat(orders.rowType().getFields().get(0).getDescription()).hasValue("free text");
    assertThat(orders.primaryKey()).containsExactly("id");
    assertThat(orders.properties())
        .containsEntry("alluvium.owner", "sales")
        .containsEntry("delta.checkpointInterval", "20")
        .containsEntry("scan.poll-interval", "1 s");

    session.execute("ALTER TABLE silver.orders RESET ('alluvium.owner', 'scan.poll-interval')");
    session.execute("ALTER TABLE silver.orders RESET ('delta.checkpointInterval')");
    session.execute("ALTER TABLE silver.orders DROP PRIMARY KEY");
    session.execute("ALTER TABLE silver.orders MODIFY id BIGINT");

    assertThat(table("orders").properties())
        .doesNotContainKeys("alluvium.owner", "scan.poll-interval", "delta.checkpointInterval");
    assertThat(table("orders").primaryKey()).isEmpty();
    assertThat(table("orders").rowType().getTypeAt(1).isNullable()).isTrue();
    long version = table("orders").version();
    session.execute("ALTER TABLE silver.orders RESET ('alluvium.owner')");
    assertThat(table("orders").version()).as("nothing changed, no commit").isEqualTo(version);
  }

  @Test
  void refusesChangesThatATableCannotFollow() {
    session.execute(
        "CREATE TABLE silver.orders (id BIGINT, note STRING, region STRING) PARTITIONED BY"
            + " (region)");

    assertThat(session.failure("ALTER TABLE silver.orders RENAME note TO text"))
        .contains("needs column mapping");
    assertThat(session.failure("ALTER TABLE silver.orders DROP note"))
        .contains("needs column mapping");
    assertThat(session.failure("ALTER TABLE silver.orders ADD twice AS id * 2"))
        .contains("is computed");
    assertThat(session.failure("ALTER TABLE silver.orders SET ('nonsense' = '1')"))
        .contains("There is no option 'nonsense'");
    assertThat(session.failure("ALTER TABLE silver.orders SET ('path' = '/elsewhere')"))
        .contains("chooses the folder");
    assertThat(
            session.failure("ALTER TABLE silver.orders RESET ('delta.enableInCommitTimestamps')"))
        .contains("cannot be reset");
    assertThatThrownBy(
            () -> session.execute("ALTER TABLE silver.orders ADD WATERMARK FOR placed AS placed"))
        .isInstanceOf(Exception.class);
    assertThat(table("orders").version()).isZero();
  }

  @Test
  void listsPartitions() throws Exception {
    session.execute(
        "CREATE TABLE silver.orders (id BIGINT, region STRING, `day` DATE) PARTITIONED BY (region,"
            + " `day`)");
    assertThat(session.texts("SHOW PARTITIONS silver.orders")).isEmpty();
    PartitionedRows rows = new PartitionedRows(lake.resolve("silver/orders"));
    rows.add(Map.of("region", "n", "day", "2026-05-01"), 1, 2);
    rows.add(Map.of("region", "n", "day", "2026-05-02"), 3);
    rows.add(Map.of("region", "s", "day", "2026-05-02"), 4);
    rows.addNullRegion("2026-05-02", 5);

    assertThat(session.texts("SHOW PARTITIONS silver.orders"))
        .containsExactly(
            "+I[region=__DEFAULT_PARTITION__/day=2026-05-02]",
            "+I[region=n/day=2026-05-01]",
            "+I[region=n/day=2026-05-02]",
            "+I[region=s/day=2026-05-02]");
    assertThat(session.texts("SHOW PARTITIONS silver.orders PARTITION (`day` = '2026-05-02')"))
        .hasSize(3);
    assertThat(session.sql().query("SELECT id FROM silver.orders WHERE region = 'n'"))
        .containsExactly("+I[1]", "+I[2]", "+I[3]");
    assertThat(session.sql().query("SELECT id FROM silver.orders WHERE region IS NULL"))
        .containsExactly("+I[5]");
    assertThat(session.sql().query("SELECT id FROM silver.orders WHERE `day` = DATE '2026-05-02'"))
        .containsExactly("+I[3]", "+I[4]", "+I[5]");
  }

  @Test
  void aTableThatIsNotThereIsSaidToBeSo() {
    assertThatThrownBy(() -> session.execute("DESCRIBE silver.nothing"))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> catalog().getTable(new ObjectPath("silver", "lake"), 5))
        .as("Flink asks for paths that are none when it resolves FOR SYSTEM_TIME")
        .isInstanceOf(TableNotExistException.class);
    assertThat(catalog().supportsManagedTable()).isFalse();
  }

  @Test
  void theNewestVersionsAndOthersCanBeReadByName() throws Exception {
    session.execute("CREATE TABLE silver.orders (id BIGINT)");
    session.insert("INSERT INTO silver.orders VALUES (1)");
    session.insert("INSERT INTO silver.orders VALUES (2)");

    assertThat(
            session
                .sql()
                .query(
                    "SELECT n.id FROM silver.orders n LEFT JOIN silver.`orders$v1` o ON n.id ="
                        + " o.id WHERE o.id IS NULL"))
        .as("two versions of one table in one statement")
        .containsExactly("+I[2]");
    assertThat(session.texts("SHOW TABLES IN silver")).containsExactly("+I[orders]");
    assertThat(session.failure("SELECT * FROM silver.`orders$v9`").replace(lake.toString(), ""))
        .contains("orders", "9");
    assertThat(session.failure("DROP TABLE silver.`orders$v1`")).contains("stays as it is");
    assertThat(session.failure("ALTER TABLE silver.`orders$v1` SET ('alluvium.x' = 'y')"))
        .contains("stays as it is");
    assertThat(session.rows("SELECT COUNT(*) FROM silver.orders")).containsExactly(Row.of(2L));
  }

  @Test
  void aVersionCannotBeWritten() throws Exception {
    session.execute("CREATE TABLE silver.orders (id BIGINT)");
    session.insert("INSERT INTO silver.orders VALUES (1)");

    assertThat(session.failure("INSERT INTO silver.`orders$v0` VALUES (7)")).contains("version");
    assertThat(List.of(table("orders").version())).containsExactly(1L);
  }
}
