package io.alluvium.benchmarks.legs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.engines.FlinkUpsert;
import io.alluvium.benchmarks.engines.FollowChanges;
import io.alluvium.benchmarks.events.ChangeWorkload;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history that is made longer has the changes that it had. */
class ChangeHistoryITCase {
  private static final ChangeWorkload WORKLOAD = new ChangeWorkload(2_000, 3, 500);

  @TempDir Path folder;

  @Test
  void theChangesOfAnOldTableAreThoseOfTheWorkload() throws Exception {
    new FlinkUpsert().run(parameters("folder", folder));
    Path real = folder.resolve(UpsertRun.TABLE);
    ChangeHistory history = ChangeHistory.of(real, 150, folder.resolve("history"));
    assertThat(DeltaTable.at(history.table().toString()).snapshot().version()).isEqualTo(149);

    ChangeHistory copy = history.copy(folder.resolve("copy"));
    Map<String, String> follow = parameters("folder", folder.resolve("run"));
    Map<String, Double> figures =
        new FollowChanges()
            .run(
                with(
                    follow,
                    Map.of(
                        "table", copy.table().toString(),
                        "staged", copy.staged().toString(),
                        "version", "150")));

    long loaded = 2_000L * 1_999 / 2;
    assertThat(figures).containsEntry("growth", (double) (WORKLOAD.expectedSum() - loaded));
    assertThat(figures.get("cpuSeconds")).isPositive();
    // What was published is the copy's: the next run finds all of it again.
    assertThat(DeltaTable.at(history.table().toString()).snapshot().version()).isEqualTo(149);
    try (var staged = Files.list(history.staged())) {
      assertThat(staged).hasSizeGreaterThanOrEqualTo(WORKLOAD.batches());
    }
  }

  @Test
  void aTableThatWasNotLoadedFirstIsNotOneOfThese() throws Exception {
    Path log = Files.createDirectories(folder.resolve("real/_delta_log"));
    Files.writeString(log.resolve("00000000000000000000.json"), "{\"protocol\":{}}\n");
    Files.writeString(log.resolve("00000000000000000001.json"), "{\"txn\":{}}\n");

    assertThatThrownBy(
            () -> ChangeHistory.of(folder.resolve("real"), 10, folder.resolve("history")))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("did not load");
  }

  private static Map<String, String> parameters(String key, Path path) {
    return Map.of(
        "format",
        "DELTA",
        "option.write.mode",
        "merge-on-read",
        "keys",
        Integer.toString(WORKLOAD.keys()),
        "batches",
        Integer.toString(WORKLOAD.batches()),
        "batchSize",
        Integer.toString(WORKLOAD.batchSize()),
        key,
        path.toString());
  }

  private static Map<String, String> with(Map<String, String> left, Map<String, String> right) {
    Map<String, String> all = new java.util.TreeMap<>(left);
    all.putAll(right);
    return all;
  }
}
