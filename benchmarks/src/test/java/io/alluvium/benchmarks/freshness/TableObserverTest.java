package io.alluvium.benchmarks.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableObserverTest {
  private static final String ADD =
      "{\"add\":{\"path\":\"a.parquet\",\"stats\":\"{\\\"numRecords\\\":%d}\"}}%n";

  @TempDir Path table;
  private DeltaCommits delta;

  @BeforeEach
  void createLog() throws Exception {
    Files.createDirectory(table.resolve("_delta_log"));
    Files.createDirectory(table.resolve("metadata"));
    delta = new DeltaCommits(table);
  }

  /** Each time that the observer asks whether to go on, the next thing happens. */
  private List<Sighting> observe(CommitFiles commits, long rows, Step... steps) throws IOException {
    Deque<Step> left = new ArrayDeque<>(List.of(steps));
    return new TableObserver(commits)
        .observe(
            rows,
            () -> {
              Step step = left.poll();
              if (step != null) {
                try {
                  step.happen();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }
              return step != null;
            });
  }

  private interface Step {
    void happen() throws IOException;
  }

  private void write(CommitFiles commits, int number, String text) throws IOException {
    Files.writeString(commits.file(number), text);
  }

  @Test
  void seesEachVersionOnceInTheOrderOfTheLog() throws Exception {
    List<Sighting> sightings =
        observe(
            delta,
            12,
            () -> write(delta, 0, "{\"metaData\":{}}\n"),
            () -> {},
            () -> {
              write(delta, 1, String.format(ADD + ADD, 3, 4));
              write(delta, 2, String.format(ADD, 5));
            },
            () -> {},
            () -> {},
            () -> {
              throw new AssertionError("All rows were seen");
            });

    assertThat(sightings).extracting(Sighting::rows).containsExactly(0L, 7L, 12L);
    assertThat(sightings).extracting(Sighting::nanos).isSorted();
  }

  @Test
  void whatIsWrittenHalfWayCannotBeReadYet() throws Exception {
    String commit = String.format(ADD, 5);
    List<Sighting> sightings =
        observe(
            delta,
            5,
            () -> write(delta, 0, commit.substring(0, commit.length() / 2)),
            () -> write(delta, 0, commit));

    assertThat(sightings).extracting(Sighting::rows).containsExactly(5L);
  }

  @Test
  void stopsWhereNothingMoreIsToBeExpected() throws Exception {
    assertThat(observe(delta, 9, () -> write(delta, 0, String.format(ADD, 5)), () -> {}))
        .extracting(Sighting::rows)
        .containsExactly(5L);
  }

  @Test
  void aCommitThatRemovesRowsIsNoAppend() {
    assertThatThrownBy(() -> observe(delta, 1, () -> write(delta, 0, "{\"remove\":{}}\n")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("removes rows");
  }

  @Test
  void theMetadataOfIcebergTellsHowManyRowsThereAre() throws Exception {
    IcebergCommits iceberg = new IcebergCommits(table);
    List<Sighting> sightings =
        observe(
            iceberg,
            9,
            () -> write(iceberg, 0, "{\"current-snapshot-id\":-1,\"snapshots\":[]}"),
            () ->
                write(
                    iceberg,
                    1,
                    "{\"current-snapshot-id\":7,\"snapshots\":["
                        + "{\"snapshot-id\":7,\"summary\":{\"total-records\":\"9\"}},"
                        + "{\"snapshot-id\":8,\"summary\":{\"total-records\":\"11\"}}]}"));

    assertThat(sightings).extracting(Sighting::rows).containsExactly(0L, 9L);
    assertThat(iceberg.file(0)).hasFileName("v1.metadata.json");
  }
}
