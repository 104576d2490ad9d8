package io.alluvium.interop.delta;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.table.SqlSession;
import io.alluvium.interop.spark.RowText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.util.ExceptionUtils;

/**
 * Flink, on a cluster in this process, and Spark, in its own, over one lake. A table {@code name}
 * is in the folder {@code t/name} of the lake.
 */
final class Engines
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final String DATABASE = "t";
  private static final int MAX_VERSIONS = 10;
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

  private final MiniClusterExtension cluster =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(8)
              .build());
  private Path folder;
  private Spark spark;
  private SqlSession flink;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    cluster.beforeAll(context);
    folder = Files.createTempDirectory("alluvium-interop");
    spark = Spark.start(Files.createDirectories(folder.resolve("spark")));
    Files.createDirectories(folder.resolve("lake").resolve(DATABASE));
  }

  /** Only now do Flink's environments lead to the cluster. */
  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    cluster.beforeEach(context);
    flink = SqlSession.batch(folder.resolve("lake"));
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    cluster.afterEach(context);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    try {
      if (spark != null) {
        spark.close();
      }
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw ExceptionUtils.throwAsUncheckedException(e);
    } finally {
      cluster.afterAll(context);
    }
  }

  Spark spark() {
    return spark;
  }

  SqlSession flink() {
    return flink;
  }

  SqlSession streaming() {
    return SqlSession.streaming(folder.resolve("lake"));
  }

  Path scratch() {
    return folder;
  }

  Path path(String table) {
    return folder.resolve("lake").resolve(DATABASE).resolve(table);
  }

  /** The name of a table in Flink's SQL. */
  String inFlink(String table) {
    return DATABASE + "." + table;
  }

  /** The name of a table in Spark's SQL. */
  String inSpark(String table) {
    return "delta.`" + path(table) + "`";
  }

  /** Runs statements in Spark, in which {@code $t} stands for the table. */
  void inSpark(String table, List<String> statements) throws IOException {
    for (String statement : statements) {
      spark.run(statement.replace("$t", inSpark(table)));
    }
  }

  /** Runs statements in Flink, one after the other, in which {@code $t} stands for the table. */
  void inFlink(String table, List<String> statements) throws Exception {
    for (String statement : statements) {
      flink.tables().executeSql(statement.replace("$t", inFlink(table))).await();
    }
  }

  long latestVersion(String table) {
    return DeltaTable.at(path(table).toString()).snapshot().version();
  }

  /** All versions of a table, or some, spread evenly, where there are many. */
  List<Long> versions(String table) {
    long latest = latestVersion(table);
    long stride = Math.max(1, latest / MAX_VERSIONS);
    return LongStream.rangeClosed(0, latest)
        .filter(version -> version % stride == 0 || version == latest)
        .boxed()
        .toList();
  }

  List<String> readBySpark(String table, long version) throws IOException {
    return spark.query("SELECT * FROM " + inSpark(table) + " VERSION AS OF " + version);
  }

  /** Travels in time, so that an older version is read with its own schema. */
  List<String> readByFlink(String table, long version) throws Exception {
    long timestamp = DeltaTable.at(path(table).toString()).snapshot(version).timestamp();
    return texts(
        "SELECT * FROM "
            + inFlink(table)
            + " FOR SYSTEM_TIME AS OF TIMESTAMP '"
            + LocalDateTime.ofInstant(Instant.ofEpochMilli(timestamp), ZoneOffset.UTC)
                .format(TIMESTAMP)
            + "'");
  }

  List<String> readLatestByFlink(String table) throws Exception {
    return texts("SELECT * FROM " + inFlink(table));
  }

  private List<String> texts(String query) throws Exception {
    List<String> rows = new ArrayList<>();
    try (CloseableIterator<Row> results = flink.tables().executeSql(query).collect()) {
      results.forEachRemaining(row -> rows.add(RowText.of(FlinkValues.toJava(row))));
    }
    rows.sort(null);
    return rows;
  }
}
