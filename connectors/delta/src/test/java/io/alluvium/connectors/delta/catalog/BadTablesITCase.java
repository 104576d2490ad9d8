package io.alluvium.connectors.delta.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TablePaths;
import io.alluvium.connectors.delta.lint.WithoutLint;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One bad table says what is wrong with it, in one line, and does not stand in the others' way. */
@WithoutLint("Broken on purpose.")
class BadTablesITCase {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  @TempDir Path lake;
  private CatalogSession session;
  private Path log;

  @BeforeEach
  void aGoodAndABadTable() throws Exception {
    session = CatalogSession.of(lake);
    session.execute("CREATE DATABASE silver");
    session.execute("CREATE TABLE silver.good (id BIGINT)");
    session.execute("CREATE TABLE silver.bad (id BIGINT)");
    for (int id = 1; id <= 3; id++) {
      session.insert("INSERT INTO silver.bad VALUES (%d)", id);
    }
    log = lake.resolve("silver/bad/_delta_log");
  }

  private Path entry(long version) {
    return log.resolve(String.format("%020d.json", version));
  }

  private void deleteChecksums() throws Exception {
    try (var files = Files.list(log)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(".crc")) {
          Files.delete(file);
        }
      }
    }
  }

  private void othersWork() throws Exception {
    assertThat(session.texts("SHOW TABLES IN silver")).containsExactly("+I[bad]", "+I[good]");
    session.insert("INSERT INTO silver.good VALUES (1)");
    assertThat(session.texts("SELECT * FROM silver.good")).isNotEmpty().containsOnly("+I[1]");
  }

  /** Without the lake's folder, whose random name can hold any digit that a test looks for. */
  private String failure(String statement) throws Exception {
    String message = session.failure(statement).replace(lake.toString(), "");
    assertThat(message).contains("silver/bad").doesNotContain("\n");
    othersWork();
    return message;
  }

  @Test
  void anEntryThatIsNoJson() throws Exception {
    deleteChecksums();
    Files.writeString(entry(2), "{\"commitInfo\":{\"timest");

    assertThat(failure("SELECT * FROM silver.bad"))
        .contains("damaged")
        .contains("00000000000000000002.json")
        .contains("Restore");
  }

  @Test
  void anEntryThatIsMissing() throws Exception {
    deleteChecksums();
    Files.delete(entry(2));

    assertThat(failure("SELECT * FROM silver.bad")).contains("damaged", "([0, 1, 3])");
  }

  @Test
  void anEmptyLog() throws Exception {
    try (var files = Files.list(log)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }

    assertThat(failure("DESCRIBE silver.bad")).contains("There is no Delta table at");
  }

  @Test
  void aFeatureThatIsNotSupported() throws Exception {
    deleteChecksums();
    Files.writeString(
        entry(4),
        "{\"commitInfo\":{\"timestamp\":1,\"inCommitTimestamp\":4102444800000}}\n"
            + "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,"
            + "\"readerFeatures\":[\"timeMachine\"],\"writerFeatures\":[\"timeMachine\","
            + "\"inCommitTimestamp\"]}}\n");

    assertThat(failure("SELECT * FROM silver.bad"))
        .contains("not supported")
        .contains("timeMachine");
  }

  @Test
  void aDataFileThatIsMissing() throws Exception {
    DeltaTable bad = DeltaTable.at(lake.resolve("silver/bad").toString());
    Path file = Path.of(new TablePaths(bad.path()).pathOf(bad.snapshot().files().get(0)));
    Files.delete(file);

    assertThat(failure("SELECT * FROM silver.bad")).contains(file.getFileName().toString());
  }

  @Test
  void aVersionThatNeverWas() throws Exception {
    assertThat(failure("SELECT * FROM silver.bad /*+ OPTIONS('scan.version' = '12') */"))
        .contains("12")
        .contains("3");
    assertThat(failure("SELECT * FROM silver.`bad$v12`")).contains("12").contains("3");
  }

  @Test
  void aVersionThatWasCleanedUp() throws Exception {
    DeltaTable bad = DeltaTable.at(lake.resolve("silver/bad").toString());
    session.rows("CALL sys.checkpoint('silver.bad')");
    Files.delete(entry(0));
    Files.delete(entry(1));
    Files.delete(entry(2));
    deleteChecksums();

    assertThat(bad.snapshot().version()).isEqualTo(3);
    assertThat(failure("SELECT * FROM silver.`bad$v1`")).contains("1").contains("3");
    assertThat(session.rows("CALL sys.history('silver.bad')")).hasSize(1);
  }

  @Test
  void aFolderThatIsNoTable() throws Exception {
    Files.createDirectories(lake.resolve("silver/notes"));
    Files.writeString(lake.resolve("silver/notes/readme.txt"), "hello");
    Files.writeString(lake.resolve("silver/file.txt"), "hello");

    othersWork();
    assertThat(session.failure("CALL sys.history('silver.notes')"))
        .isEqualTo("There is no table silver.notes in catalog lake.");
    assertThat(session.failure("CALL sys.history('" + lake.resolve("silver/notes") + "')"))
        .contains("There is no Delta table at");
  }
}
