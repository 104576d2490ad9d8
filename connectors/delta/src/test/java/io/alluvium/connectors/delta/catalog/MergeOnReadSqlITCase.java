package io.alluvium.connectors.delta.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which SQL tables are written by merge-on-read, and what a batch statement does to them. */
class MergeOnReadSqlITCase {
  private static final String COLUMNS =
      " (id BIGINT NOT NULL, note STRING, PRIMARY KEY (id) NOT ENFORCED)";

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

  @Test
  void aTableWithAPrimaryKeyHasDeletionVectors() throws Exception {
    session.execute("CREATE TABLE silver.orders" + COLUMNS);

    assertThat(table().properties()).containsEntry("delta.enableDeletionVectors", "true");
    updatesByVector();
  }

  @Test
  void theWriteModeEnablesDeletionVectors() throws Exception {
    session.execute(
        "CREATE TABLE silver.orders" + COLUMNS + " WITH ('write.mode' = 'merge-on-read')");

    assertThat(table().properties()).containsEntry("delta.enableDeletionVectors", "true");
    updatesByVector();
  }

  @Test
  void withoutThemRowsAreCopiedOnWrite() throws Exception {
    session.execute(
        "CREATE TABLE silver.orders" + COLUMNS + " WITH ('delta.enableDeletionVectors' = 'false')");
    session.insert("INSERT INTO silver.orders VALUES (1, 'a')");

    assertThatThrownBy(() -> session.insert("INSERT INTO silver.orders VALUES (1, 'b')"))
        .rootCause()
        .hasMessageContaining("starts without state")
        .hasMessageContaining("'merge-on-read'");
    assertThatThrownBy(
            () ->
                session.insert(
                    "INSERT INTO silver.orders /*+ OPTIONS('write.mode' = 'merge-on-read') */"
                        + " VALUES (1, 'x')"))
        .hasMessageContaining("'delta.enableDeletionVectors' to 'true'");
  }

  /** The stored rows are in files of an earlier job, which the index knows by the others' ids. */
  @Test
  void aNullKeepsWhatIsThereWhereItIsToldTo() throws Exception {
    session.execute(
        "CREATE TABLE silver.person (id BIGINT NOT NULL, name STRING, town STRING, age INT,"
            + " PRIMARY KEY (id) NOT ENFORCED)"
            + " WITH ('write.partial-update.columns' = 'name;town')");
    session.insert(
        "INSERT INTO silver.person VALUES (1, 'Anna', 'Bern', 30), (2, 'Beat', 'Chur', 40)");

    session.insert(
        "INSERT INTO silver.person VALUES (1, CAST(NULL AS STRING), 'Basel', CAST(NULL AS INT)),"
            + " (3, CAST(NULL AS STRING), CAST(NULL AS STRING), 50)");
    session.insert("INSERT INTO silver.person (id, age) VALUES (2, 41)");

    assertThat(session.texts("SELECT * FROM silver.person ORDER BY id"))
        .containsExactly(
            "+I[1, Anna, Basel, null]", "+I[2, Beat, Chur, 41]", "+I[3, null, null, 50]");
  }

  @Test
  void aPartialUpdateNamesColumnsOutsideOfTheKey() throws Exception {
    session.execute("CREATE TABLE silver.orders" + COLUMNS);

    for (String[] wrong :
        new String[][] {
          {"id", "names id, which is a column of the primary key"},
          {"nota", "names nota, which is no column of the rows"}
        }) {
      assertThatThrownBy(
              () ->
                  session.insert(
                      "INSERT INTO silver.orders /*+ OPTIONS('write.partial-update.columns' = '"
                          + wrong[0]
                          + "') */ VALUES (1, 'x')"))
          .hasMessageContaining(wrong[1])
          .hasMessageContaining("'*' for all");
    }
  }

  private void updatesByVector() throws Exception {
    update();
    assertThat(table().files().stream().map(DataFile::deletionVector).filter(Objects::nonNull))
        .isNotEmpty();
  }

  private void update() throws Exception {
    session.insert("INSERT INTO silver.orders VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')");
    session.insert("INSERT INTO silver.orders VALUES (2, 'B'), (5, 'e')");

    assertThat(session.texts("SELECT * FROM silver.orders ORDER BY id"))
        .containsExactly("+I[1, a]", "+I[2, B]", "+I[3, c]", "+I[4, d]", "+I[5, e]");
  }

  private DeltaSnapshot table() {
    return DeltaTable.at(lake.resolve("silver").resolve("orders").toString()).snapshot();
  }
}
