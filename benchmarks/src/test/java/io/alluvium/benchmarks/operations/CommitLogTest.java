package io.alluvium.benchmarks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.benchmarks.BenchmarkException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitLogTest {
  private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

  @TempDir private Path table;
  private CommitLog log;

  @BeforeEach
  void open() throws Exception {
    Files.createDirectories(table.resolve("_delta_log"));
    log = new CommitLog(table);
  }

  @Test
  void aGapIsFromTheLastCommitBeforeToTheFirstBehind() throws Exception {
    commit(0, 0, 10);
    commit(1, 2_000, 10);
    commit(2, 9_500, 5);
    commit(3, 11_000, 5);
    assertThat(log.gapAround(START.plusMillis(2_100))).isEqualTo(Duration.ofMillis(7_500));
    assertThat(log.gapAround(START.plusMillis(2_000))).isEqualTo(Duration.ofMillis(7_500));
    assertThat(log.awaitBehind(START.plusMillis(9_500))).isEqualTo(START.plusMillis(11_000));
    assertThat(log.rows()).isEqualTo(30);
    assertThatThrownBy(() -> log.gapAround(START.minusMillis(1)))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("Nothing was committed");
  }

  @Test
  void aVersionThatIsNotWrittenToItsEndIsNotThere() throws Exception {
    commit(0, 0, 10);
    Path half = table.resolve("_delta_log/00000000000000000001.json");
    Files.writeString(half, "{\"add\":{\"path\":\"a.par");
    assertThat(log.rows()).isEqualTo(10);
    commit(1, 3_000, 7);
    assertThat(log.rows()).isEqualTo(17);
  }

  private void commit(int version, long millis, int rows) throws Exception {
    Path file = table.resolve(String.format("_delta_log/%020d.json", version));
    Files.writeString(
        file, "{\"add\":{\"path\":\"a\",\"stats\":\"{\\\"numRecords\\\":" + rows + "}\"}}\n");
    Files.setLastModifiedTime(file, FileTime.from(START.plusMillis(millis)));
  }
}
