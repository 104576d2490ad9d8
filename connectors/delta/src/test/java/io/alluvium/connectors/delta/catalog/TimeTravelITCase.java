package io.alluvium.connectors.delta.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.table.SqlSession;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class TimeTravelITCase {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  @TempDir Path lake;
  private CatalogSession batch;
  private SqlSession streaming;
  private final List<Long> times = new ArrayList<>();

  /** Version v holds the ids 1 to v. */
  @BeforeEach
  void fourVersions() throws Exception {
    batch = CatalogSession.of(lake);
    streaming = SqlSession.streaming(lake);
    batch.execute("CREATE DATABASE silver");
    batch.execute("CREATE TABLE silver.orders (id BIGINT)");
    times.add(orders().snapshot().timestamp());
    for (int id = 1; id <= 3; id++) {
      batch.insert("INSERT INTO silver.orders VALUES (%d)", id);
      times.add(orders().snapshot().timestamp());
    }
  }

  private DeltaTable orders() {
    return DeltaTable.at(lake.resolve("silver/orders").toString());
  }

  private static String literal(long millis) {
    return "TIMESTAMP '"
        + LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC).format(UTC)
        + "'";
  }

  @Test
  void everyVersionAtItsTimeAndJustBeforeTheNext() throws Exception {
    for (SqlSession session : List.of(batch.sql(), streaming)) {
      for (int version = 1; version <= 3; version++) {
        assertThat(countAt(session, times.get(version))).isEqualTo(version);
        assertThat(countAt(session, times.get(version) - 1)).isEqualTo(version - 1);
      }
    }
  }

  private static int countAt(SqlSession session, long millis) throws Exception {
    return session
        .query("SELECT id FROM silver.orders FOR SYSTEM_TIME AS OF " + literal(millis))
        .size();
  }

  @Test
  void theFutureIsTheLatestVersionAndTheTimeBeforeTheTableIsAnError() throws Exception {
    assertThat(countAt(batch.sql(), times.get(3) + 1_000_000_000L)).isEqualTo(3);
    assertThat(
            batch.failure(
                "SELECT * FROM silver.orders FOR SYSTEM_TIME AS OF %s", literal(times.get(0) - 1)))
        .contains("silver/orders")
        .contains("earliest")
        .doesNotContain("Exception");
  }

  @Test
  void constantExpressionsAndSubqueriesWithAlias() throws Exception {
    assertThat(
            batch
                .sql()
                .query(
                    "SELECT o.id FROM (SELECT * FROM silver.orders FOR SYSTEM_TIME AS OF %s +"
                        + " INTERVAL '1' SECOND) AS o",
                    literal(times.get(1) - 1_000)))
        .containsExactly("+I[1]");
  }

  @Test
  void twoVersionsInOneStatement() throws Exception {
    assertThat(
            batch
                .sql()
                .query(
                    "SELECT 'old', id FROM silver.orders /*+ OPTIONS('scan.version' = '1') */"
                        + " UNION ALL SELECT 'new', id FROM silver.orders /*+"
                        + " OPTIONS('scan.version' = '2') */"))
        .containsExactly("+I[new, 1]", "+I[new, 2]", "+I[old, 1]");
    assertThat(
            batch
                .sql()
                .query(
                    "SELECT 'old', id FROM silver.`orders$v1` UNION ALL SELECT 'new', id FROM"
                        + " silver.`orders$v2` EXCEPT SELECT 'new', id FROM silver.`orders$v1`"))
        .containsExactly("+I[new, 2]", "+I[old, 1]");
  }

  @Test
  void aVersionIsBoundedInAStreamingSessionToo() throws Exception {
    assertThat(streaming.query("SELECT id FROM silver.`orders$v2`"))
        .containsExactly("+I[1]", "+I[2]");
  }

  /** With shared scans Flink makes one of the two, without the hint: the query would not end. */
  @Test
  void scansOfOneVersionThatReadOtherColumnsAreStillOfTheVersion() throws Exception {
    batch.execute("CREATE TABLE silver.pairs (id BIGINT, name STRING)");
    batch.insert("INSERT INTO silver.pairs VALUES (1, 'a')");
    batch.insert("INSERT INTO silver.pairs VALUES (2, 'b')");
    String hint = "/*+ OPTIONS('scan.version' = '1') */";
    for (SqlSession session : List.of(batch.sql(), streaming)) {
      session.tables().getConfig().set("table.optimizer.reuse-source-enabled", "false");
      assertThat(
              session.query(
                  "SELECT CAST(id AS STRING) FROM silver.pairs %s UNION ALL SELECT name FROM"
                      + " silver.pairs %s",
                  hint, hint))
          .containsExactly("+I[1]", "+I[a]");
    }
  }

  @Test
  void aCopyOfTheFolderKeepsItsTimes() throws Exception {
    copy(lake.resolve("silver/orders"), lake.resolve("silver/moved"));

    for (int version = 1; version <= 3; version++) {
      assertThat(
              batch
                  .sql()
                  .query(
                      "SELECT id FROM silver.moved FOR SYSTEM_TIME AS OF "
                          + literal(times.get(version))))
          .hasSize(version);
    }
  }

  /** As {@code cp -r} does, with all files of one time. */
  private static void copy(Path from, Path to) throws IOException {
    FileTime now = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(file));
            Files.copy(file, copy);
            Files.setLastModifiedTime(copy, now);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Test
  void anOlderSchemaIsReadAsItWas() throws Exception {
    batch.execute("ALTER TABLE silver.orders ADD note STRING");

    assertThat(
            batch.texts(
                "SELECT * FROM silver.orders FOR SYSTEM_TIME AS OF %s", literal(times.get(1))))
        .containsExactly("+I[1]");
    assertThat(batch.sql().query("SELECT * FROM silver.`orders$v1`")).containsExactly("+I[1]");
    assertThat(batch.sql().query("SELECT * FROM silver.orders")).contains("+I[1, null]");
  }
}
