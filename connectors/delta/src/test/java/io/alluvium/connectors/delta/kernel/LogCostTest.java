package io.alluvium.connectors.delta.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.FaultPlan.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a commit costs, counted in accesses to the log. */
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
  void aCheckpointThatCannotReadTheLogIsNotPublishedInPart() throws Exception {
    DeltaTable table = create(Map.of("delta.checkpointInterval", "10"));
    for (int occurrence = 1; occurrence <= 40; occurrence++) {
      FaultPlan.install(
          folder.toString(), List.of(new FaultPlan.Fault(Event.LOG_READ, occurrence)));
      try (DeltaTableCommitter committer = new DeltaTableCommitter(table)) {
        for (int i = 0; i < 10; i++) {
          String token = "t" + occurrence + "-" + i;
          try {
            committer.commit(new DeltaCommit(token, 1, token, List.of(file(token)), List.of()));
          } catch (RuntimeException e) {
            committer.commit(new DeltaCommit(token, 1, token, List.of(file(token)), List.of()));
          }
        }
      }
      FaultPlan.remove(folder.toString());

      assertThat(DeltaTable.at(folder.resolve("table").toString()).snapshot().files())
          .as("files after a failing read " + occurrence)
          .hasSize(occurrence * 10);
    }
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

  private long checkpoints() throws Exception {
    try (Stream<Path> files = Files.list(log())) {
      return files.filter(file -> file.toString().endsWith(".checkpoint.parquet")).count();
    }
  }
}
