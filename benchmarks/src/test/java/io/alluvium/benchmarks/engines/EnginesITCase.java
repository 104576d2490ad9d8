package io.alluvium.benchmarks.engines;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.benchmarks.events.ChangeWorkload;
import io.alluvium.benchmarks.events.EventFiles;
import io.alluvium.benchmarks.freshness.DeltaCommits;
import io.alluvium.benchmarks.freshness.EventServer;
import io.alluvium.benchmarks.freshness.Latencies;
import io.alluvium.benchmarks.freshness.SendSchedule;
import io.alluvium.benchmarks.freshness.Sighting;
import io.alluvium.benchmarks.freshness.TableObserver;
import io.alluvium.benchmarks.worker.StopMark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engines that need no peer do the work that the legs ask for. */
class EnginesITCase {
  @TempDir Path folder;

  @Test
  void everyEventIsAppended() throws Exception {
    EventFiles.write(folder.resolve("events"), 3, 1_000);
    new FlinkAppend().run(append("DELTA"));

    assertThat(
            io.alluvium.connectors.delta.kernel.DeltaTable.at(
                    folder.resolve("lake/bench/events").toString())
                .snapshot()
                .files())
        .isNotEmpty()
        .extracting(file -> file.rowCount().orElseThrow())
        .satisfies(
            counts ->
                assertThat(counts.stream().mapToLong(count -> (Long) count).sum())
                    .isEqualTo(2_000));
  }

  @Test
  void theLoopWritesEveryEvent() throws Exception {
    EventFiles.write(folder.resolve("events"), 3, 1_000);
    new BareLoop().run(append(""));

    assertThat(Files.list(folder.resolve("lake"))).hasSize(1);
  }

  @Test
  void everyCommitIsMade() {
    Map<String, Double> figures =
        new OwnCommits().run(Map.of("table", folder.resolve("t").toString(), "commits", "7"));

    assertThat(figures).containsEntry("version", 7.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"merge-on-read", "copy-on-write"})
  void changesAreUpserted(String mode) throws Exception {
    ChangeWorkload workload = new ChangeWorkload(2_000, 3, 500);
    Map<String, Double> figures =
        new FlinkUpsert()
            .run(
                Map.of(
                    "format", "DELTA",
                    "option.write.mode", mode,
                    "keys", "2000",
                    "batches", "3",
                    "batchSize", "500",
                    "folder", folder.toString()));

    assertThat(figures)
        .containsEntry("rows", 2_000.0)
        .containsEntry("sum", (double) workload.expectedSum());
    assertThat(figures.get("cpuSeconds")).isPositive();
    // Else one mode would be measured under the other's name.
    assertThat(
            io.alluvium.connectors.delta.kernel.DeltaTable.at(
                    folder.resolve("lake/bench/state").toString())
                .snapshot()
                .files())
        .satisfies(
            files ->
                assertThat(files.stream().anyMatch(file -> file.deletionVector() != null))
                    .isEqualTo(mode.equals("merge-on-read")));
  }

  @Test
  void allRowsOfTheUpsertedTableAreScanned() throws Exception {
    ChangeWorkload workload = new ChangeWorkload(2_000, 3, 500);
    new FlinkUpsert()
        .run(
            Map.of(
                "format", "DELTA",
                "option.write.mode", "merge-on-read",
                "keys", "2000",
                "batches", "3",
                "batchSize", "500",
                "folder", folder.toString()));

    try (FlinkScan scan = new FlinkScan()) {
      assertThat(
              scan.run(
                  Map.of(
                      "format", "DELTA",
                      "lake", folder.resolve("lake").toString(),
                      "times", "2")))
          .containsEntry("rows", 2_000.0)
          .containsEntry("sum", (double) workload.expectedSum());
    }
  }

  @Test
  void eventsOfASocketAreAppendedAsTheyComeUntilToldToStop() throws Exception {
    DeltaCommits commits = new DeltaCommits(folder.resolve("lake/bench/events"));
    try (EventServer server = new EventServer()) {
      CompletableFuture<Void> work =
          CompletableFuture.runAsync(
              () -> {
                try {
                  new FlinkStream()
                      .run(
                          Map.of(
                              "format", "DELTA",
                              "port", Integer.toString(server.port()),
                              "folder", folder.toString()));
                } catch (Exception e) {
                  throw new CompletionException(e);
                }
              });
      SendSchedule schedule = server.start(2_000, 4_000, () -> !work.isDone());
      List<Sighting> sightings = new TableObserver(commits).observe(4_000, () -> !work.isDone());
      StopMark.in(folder).set();
      work.get(60, TimeUnit.SECONDS);

      assertThat(sightings.get(sightings.size() - 1).rows()).isEqualTo(4_000);
      // None can be read before it was sent.
      assertThat(Latencies.of(schedule, 0, sightings).seconds(0)).isPositive();
    }
  }

  private Map<String, String> append(String format) {
    return Map.of(
        "events",
        folder.resolve("events").toString(),
        "files",
        "2",
        "folder",
        folder.toString(),
        "format",
        format);
  }
}
