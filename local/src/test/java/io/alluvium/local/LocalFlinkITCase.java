package io.alluvium.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFlinkITCase {
  private static final LocalFlink.Settings SETTINGS =
      new LocalFlink.Settings(0, 2, Duration.ofMillis(200));
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final long NEVER = -1;

  @TempDir Path directory;

  @Test
  void aJobGoesOnFromItsNewestCompleteCheckpoint() throws Exception {
    Path home = directory.resolve("home");
    Path notes = directory.resolve("notes");
    try (LocalFlink flink = LocalFlink.start(home, SETTINGS)) {
      LocalFlink.Job job = CountingJob.submit(flink, notes, NEVER);
      assertThat(job.restoredFrom()).isEmpty();
      assertThat(page(flink.webUrl())).contains("Apache Flink Web Dashboard");
      await().atMost(PATIENCE).until(() -> !checkpoints(home).isEmpty());
      assertThat(job.failure()).isEmpty();
    }
    assertThat(checkpoints(home)).as("kept at the close").hasSize(1);

    ServiceInChildProcess child =
        ServiceInChildProcess.start(LocalFlink.class, home, notes.toString());
    int before = noted(notes).size();
    await().atMost(PATIENCE).until(() -> noted(notes).size() > before + 500);
    child.kill();

    // As a kill in the middle of a checkpoint leaves them.
    Path run = checkpoints(home).get(0).getParent();
    Files.createDirectories(run.resolve("chk-100001"));
    Path torn = Files.createDirectories(run.resolve("chk-100000")).resolve("_metadata");
    Files.write(torn, new byte[] {0x49, 0x60});

    int killed = noted(notes).size();
    try (LocalFlink flink = LocalFlink.start(home, SETTINGS)) {
      LocalFlink.Job job = CountingJob.submit(flink, notes, NEVER);
      assertThat(job.restoredFrom()).isPresent();
      await().atMost(PATIENCE).until(() -> noted(notes).size() > killed + 500);
      assertThat(run.resolve("chk-100000")).doesNotExist();
      assertThat(run.resolve("chk-100001")).doesNotExist();
      await().atMost(PATIENCE).until(() -> !checkpoints(home).contains(job.restoredFrom().get()));
      assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
    }
    assertThat(noted(notes)).allMatch(line -> line.matches("(\\d+) \\1"), "state is as the source");
    // The last line before the kill may have been written in part, or the next never.
    assertThat(number(noted(notes).get(killed + 1))).isGreaterThan(100);
  }

  @Test
  void aJobThatFailedTellsWhy() throws Exception {
    try (LocalFlink flink = LocalFlink.start(directory.resolve("home"), SETTINGS)) {
      LocalFlink.Job job = CountingJob.submit(flink, directory.resolve("notes"), 20);
      await().atMost(PATIENCE).until(() -> job.status() == JobStatus.FAILED);
      assertThat(job.failure()).isPresent();
      assertThat(job.failure().get())
          .hasRootCauseMessage("the number 20 is not liked")
          .hasRootCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aJobThatCannotRunIsTriedAgainUntilItIsCancelled() throws Exception {
    try (LocalFlink flink = LocalFlink.start(directory.resolve("home"), SETTINGS)) {
      LocalFlink.Job job = CountingJob.submit(flink, directory.resolve("none/notes"), NEVER);
      await().atMost(PATIENCE).until(() -> job.status() == JobStatus.RESTARTING);
      assertThat(job.failure()).isEmpty();
      job.cancel();
      assertThat(job.status()).isEqualTo(JobStatus.CANCELED);
      job.cancel();
    }
  }

  @Test
  void aBusyPortIsNamed() throws Exception {
    try (BusyPort busy = new BusyPort()) {
      LocalFlink.Settings settings = new LocalFlink.Settings(busy.port(), 1, Duration.ofSeconds(1));
      assertThatThrownBy(() -> LocalFlink.start(directory, settings))
          .isInstanceOf(LocalServiceException.class)
          .hasMessageContaining("Flink's web UI cannot listen on port " + busy.port());
    }
  }

  private static String page(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static List<Path> checkpoints(Path home) throws IOException {
    Path folder = home.resolve("checkpoints").resolve(CountingJob.NAME);
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.endsWith("_metadata")).map(Path::getParent).toList();
    } catch (UncheckedIOException e) {
      // A checkpoint was removed meanwhile.
      return List.of();
    }
  }

  private static List<String> noted(Path notes) throws IOException {
    return Files.readAllLines(notes);
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(0, line.indexOf(' ')));
  }
}
