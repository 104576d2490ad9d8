package io.alluvium.cli.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CaptureProgressTest {
  private static final String READER = "Source__cdc__shop.";
  private static final String COORDINATOR = "Source__cdc__shop.enumerator.";

  @Test
  void tellsOfPostgres() {
    assertThat(
            text(
                Map.of(
                    COORDINATOR + "snapshotSplitsDone",
                    3.0,
                    COORDINATOR + "snapshotSplitsLeft",
                    9.0,
                    COORDINATOR + "slotLagBytes",
                    1.5 * (1 << 20),
                    READER + "position",
                    (double) 0x1_019A2B30L)))
        .isEqualTo("snapshot 3 of 12 ranges  at 1/19A2B30  slot 1.5 MiB behind");
    assertThat(
            text(
                Map.of(
                    COORDINATOR + "snapshotSplitsDone", 12.0,
                    COORDINATOR + "snapshotSplitsLeft", 0.0,
                    COORDINATOR + "slotLagBytes", -1.0,
                    READER + "position", 0.0)))
        .isEqualTo("slot not seen");
  }

  @Test
  void tellsOfMySql() {
    assertThat(
            text(
                Map.of(
                    READER + "binlogFileNumber", 12.0,
                    READER + "binlogOffset", 4711.0,
                    READER + "secondsBehindSource", 2.0)))
        .isEqualTo("at log file 12:4711, 2 s behind");
  }

  @Test
  void tellsNothingBeforeThereIsAnything() {
    assertThat(text(Map.of())).isEmpty();
    assertThat(CaptureProgress.wants(READER + "position")).isTrue();
    assertThat(CaptureProgress.wants(READER + "confirmedPosition")).isFalse();
  }

  private static String text(Map<String, Double> metrics) {
    return new CaptureProgress(metrics).text();
  }
}
