package io.alluvium.connectors.delta.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.FaultPlan.Event;
import io.alluvium.connectors.delta.lint.WithoutLint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a commit costs, counted in accesses to the log. */
@WithoutLint(value = "the log names files that nobody wrote", of = WithoutLint.Part.DATA_FILES)
class LogCostTest {
  @TempDir Path folder;

  @AfterEach
  void forget() {
    FaultPlan.remove(folder.toString());
  }

  @Test
  void aCommitReadsAsMuchOfALongLogAsOfAShortOne() throws Exception {
    DeltaTable table = create(Map.of("delta.checkpointInterval", "50"));
    FaultPlan accesses = FaultPlan.install(folder.toString(), List.of());
    try (DeltaTableCommitter committer = new DeltaTableCommitter(table)) {
      commit(committer, 1, 100);
      int early = accesses.count(Event.LOG_READ) + accesses.count(Event.LOG_LIST);
      commit(committer, 101, 400);
      int before = accesses.count(Event.LOG_READ) + accesses.count(Event.LOG_LIST);
      commit(committer, 401, 500);
      int late = accesses.count(Event.LOG_READ) + accesses.count(Event.LOG_LIST) - before;

      // Two checkpoints fall into each hundred, and what they read of the log is the commits since
      // the one before.
      assertThat(late).isLessThanOrEqualTo(early + early / 2 + 10);
    }
    assertThat(table.snapshot().version()).isEqualTo(500);
    assertThat(checkpoints()).isGreaterThanOrEqualTo(5);
    assertThat(Files.exists(log().resolve(String.format("%020d.crc", 499)))).isTrue();
  }

  @Test
  void whatIsOlderThanTheRetentionIsCleanedUpWithItsChecksums() throws Exception {
    DeltaTable table =
        create(
            Map.of(
                "delta.checkpointInterval",
                "20",
                "delta.logRetentionDuration",
                "interval 0 seconds"));
    try (DeltaTableCommitter committer = new DeltaTableCommitter(table)) {
      commit(committer, 1, 45);
    }

    List<String> left;
    try (Stream<Path> files = Files.list(log())) {
      left = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    assertThat(left).contains(String.format("%020d.json", 45), String.format("%020d.crc", 45));
    assertThat(left)
        .noneMatch(name -> name.startsWith(String.format("%020d", 5)))
        .noneMatch(name -> name.startsWith(String.format("%020d", 15)));
    assertThat(table.snapshot().files()).hasSize(45);
  }

  @Test
  void aCheckpointThatCannotReadTheLogToItsEndIsNotPublished() throws Exception {
    DeltaTable table = create(Map.of("delta.checkpointInterval", "1000"));
    try (DeltaTableCommitter committer = new DeltaTableCommitter(table)) {
      commit(committer, 1, 8);
    }
    int failures = 0;
    for (int occurrence = 1; ; occurrence++) {
      FaultPlan plan =
          FaultPlan.install(
              folder.toString(), List.of(new FaultPlan.Fault(Event.LOG_READ, occurrence)));
      try {
        TableCheckpoint.write(table);
      } catch (DeltaException e) {
        failures++;
      }
      if (plan.struck().isEmpty()) {
        break;
      }
      // Some reads are for speed only, and some come when the checkpoint is written already.
      if (checkpoints() > 0) {
        assertThat(actionsOfCheckpoint())
            .as("actions of the checkpoint after a failing read " + occurrence)
            .isEqualTo("8 adds, 1 metaData, 1 protocol");
      }
      deleteCheckpoints();
    }

    assertThat(failures).isGreaterThanOrEqualTo(9);
    assertThat(checkpoints()).isEqualTo(1);
    FaultPlan.remove(folder.toString());
    for (long version = 0; version < 8; version++) {
      Files.delete(log().resolve(String.format("%020d.json", version)));
    }
    assertThat(table.snapshot().files()).hasSize(8);
    try (Stream<Path> files = Files.list(log())) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
    }
  }

  /** Without it each commit would compute one from the whole log. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aChecksumThatCouldNotBeWrittenIsMadeUpForByTheNextCommit(boolean vectors) throws Exception {
    DeltaTable table = create(Map.of("delta.enableDeletionVectors", "true"));
    DataFile changed = file("changed");
    DeletionVector vector = new DeletionVector("u", "ab^-aqEH.-t@S}K{vb[*k^", 4, 40, 1);
    DataFile after =
        new DataFile(
            changed.path(), 100, 1, Map.of(), "{\"numRecords\":9,\"tightBounds\":false}", vector);
    try (DeltaTableCommitter committer = new DeltaTableCommitter(table)) {
      commit(committer, 1, 2);
      committer.commit(new DeltaCommit("sink", 3, "token3", List.of(changed), List.of()));
      if (vectors) {
        committer.commit(new DeltaCommit("sink", 4, "token4", List.of(after), List.of(changed)));
      }
    }
    long last = table.snapshot().version();
    Files.delete(log().resolve(String.format("%020d.crc", last)));

    try (DeltaTableCommitter committer = new DeltaTableCommitter(table)) {
      commit(committer, vectors ? 5 : 4, vectors ? 6 : 5);
    }

    assertThat(log().resolve(String.format("%020d.crc", last + 1))).exists();
    assertThat(log().resolve(String.format("%020d.crc", last + 2))).exists();
  }

  private DeltaTable create(Map<String, String> properties) {
    DeltaTable table = DeltaTable.at(FaultPlan.SCHEME + folder.resolve("table"));
    table.createIfAbsent(
        new TableDescription(RowType.of(new BigIntType()), List.of(), List.of(), properties, ""));
    return table;
  }

  private static void commit(DeltaTableCommitter committer, long first, long last) {
    for (long sequence = first; sequence <= last; sequence++) {
      assertThat(
              committer.commit(
                  new DeltaCommit(
                      "sink",
                      sequence,
                      "token" + sequence,
                      List.of(file("file" + sequence)),
                      List.of())))
          .isTrue();
    }
  }

  private static DataFile file(String name) {
    return new DataFile(name + ".parquet", 100, 1, Map.of(), "{\"numRecords\":1}", null);
  }

  private Path log() {
    return folder.resolve("table/_delta_log");
  }

  private String actionsOfCheckpoint() throws Exception {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT COUNT(\"add\"), COUNT(metaData), COUNT(protocol) FROM read_parquet('"
                    + log()
                    + "/*.checkpoint.parquet')")) {
      assertThat(result.next()).isTrue();
      return String.format(
          "%d adds, %d metaData, %d protocol",
          result.getLong(1), result.getLong(2), result.getLong(3));
    }
  }

  private void deleteCheckpoints() throws Exception {
    try (Stream<Path> files = Files.list(log())) {
      for (Path file : files.filter(name -> name.toString().contains("checkpoint")).toList()) {
        Files.delete(file);
      }
    }
  }

  private long checkpoints() throws Exception {
    try (Stream<Path> files = Files.list(log())) {
      return files.filter(file -> file.toString().endsWith(".checkpoint.parquet")).count();
    }
  }
}
